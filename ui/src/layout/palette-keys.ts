const isApple = /Mac|iPhone|iPad/.test(navigator.platform)

/** What opens the palette, as the reader's keyboard has it. */
export const paletteKeys = isApple ? "⌘K" : "Ctrl+K"
