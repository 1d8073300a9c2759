// Runs before the first paint, so that a page in the dark does not begin with a flash of white. The bundle comes too
// late for that, and the policy allows no script within the page. What follows is src/lib/theme.ts's.
;(() => {
	let chosen = null
	try {
		chosen = localStorage.getItem("aurora.theme")
	} catch {
		// as if nothing were kept
	}
	const dark = matchMedia("(prefers-color-scheme: dark)").matches
	const theme = chosen === "dark" || chosen === "light" ? chosen : dark ? "dark" : "light"
	document.documentElement.dataset.theme = theme
})()
