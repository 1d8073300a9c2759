/** The themes as one chooses between them. */
export const themes = { system: "As the system", dark: "Dark", light: "Light" } as const
