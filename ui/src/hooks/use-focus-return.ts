import { useState } from "react"

/**
 * For a dialog without a button of its own, as `onCloseAutoFocus`: gives the focus back to what had it, unless it
 * has gone elsewhere meanwhile. Where the dialog has led to another page, that page's heading gets it.
 */
export function useFocusReturn(): (event: Event) => void {
	const [before] = useState(() => ({ element: document.activeElement, path: location.pathname }))
	return (event) => {
		event.preventDefault()
		if (document.activeElement !== document.body) return
		const there = location.pathname === before.path ? before.element : document.querySelector("main h1")
		if (there instanceof HTMLElement) there.focus()
	}
}
