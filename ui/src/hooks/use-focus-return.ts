import { useState } from "react"

/**
 * For a dialog without a button of its own, as `onCloseAutoFocus`: gives the focus back to what had it, unless it
 * has gone elsewhere meanwhile.
 */
export function useFocusReturn(): (event: Event) => void {
	const [before] = useState(() => document.activeElement)
	return (event) => {
		event.preventDefault()
		if (document.activeElement === document.body && before instanceof HTMLElement) before.focus()
	}
}
