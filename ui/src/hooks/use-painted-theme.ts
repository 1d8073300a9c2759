import { useSyncExternalStore } from "react"
import { onThemePainted, paintedTheme } from "../lib/theme"

/** The theme on the screen, for what is drawn in colours read from it: a canvas. */
export function usePaintedTheme(): "dark" | "light" {
	return useSyncExternalStore(onThemePainted, paintedTheme)
}
