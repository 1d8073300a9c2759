import { theme } from "./preferences"

/** What "system" means now. */
const darkSystem = "(prefers-color-scheme: dark)"

/** Keeps the page in the theme that is chosen, from where public/theme.js has begun. Call it once. */
export function followTheme(): void {
	theme.subscribe(paint)
	matchMedia(darkSystem).addEventListener("change", paint)
	paint()
}

/** What the page is painted in. */
export function paintedTheme(): "dark" | "light" {
	const chosen = theme.value()
	if (chosen !== "system") return chosen
	return matchMedia(darkSystem).matches ? "dark" : "light"
}

/** Tells of every change of {@link paintedTheme}, after the page was painted anew. */
export function onThemePainted(run: () => void): () => void {
	const observer = new MutationObserver(run)
	observer.observe(document.documentElement, { attributeFilter: ["data-theme"] })
	return () => observer.disconnect()
}

function paint(): void {
	const root = document.documentElement
	root.dataset.theme = paintedTheme()
	// The browser's own frame around the page, on phones.
	const frame = document.querySelector<HTMLMetaElement>("meta[name=theme-color]")
	if (frame) frame.content = getComputedStyle(root).getPropertyValue("--bg").trim()
}
