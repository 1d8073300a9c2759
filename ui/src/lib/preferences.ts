import { Preference } from "./preference"

/** Whose time of day is shown: the reader's, or everyone's. */
export const zone = new Preference("aurora.zone", ["local", "utc"])
export type Zone = ReturnType<typeof zone.value>

/** Read by public/theme.js too, before the first paint. */
export const theme = new Preference("aurora.theme", ["system", "dark", "light"])
export type Theme = ReturnType<typeof theme.value>

/** Whether single keys do something. Keys with a modifier always do. */
export const singleKeys = new Preference("aurora.keys", ["on", "off"])
