import { useEffect, useEffectEvent } from "react"

/** What the space bar already means something to. */
const takesSpace = "input, textarea, select, button, summary, a[href], [contenteditable], [role=button]"

/** Runs when the space bar is pressed, unless something that has the focus wants it. */
export function useSpace(run: () => void): void {
	const pressed = useEffectEvent((event: KeyboardEvent) => {
		if (event.key !== " " || event.repeat || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey)
			return
		if (event.target instanceof Element && event.target.closest(takesSpace)) return
		event.preventDefault()
		run()
	})
	useEffect(() => {
		const listener = (event: KeyboardEvent) => pressed(event)
		document.addEventListener("keydown", listener)
		return () => document.removeEventListener("keydown", listener)
	}, [])
}
