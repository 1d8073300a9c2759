import { type FocusEvent, type RefObject, useEffect, useRef } from "react"
import type { Reading } from "./use-reading-lock"

/** Less than this from the top is the top. */
const slackPx = 4

/** Notices that somebody reads a list: what the list's element is to be given, by name. */
export function useListReading(
	list: RefObject<HTMLElement | null>,
	reading: (kind: Reading, begins: boolean) => void,
) {
	const tell = useRef(reading)
	useEffect(() => {
		tell.current = reading
	}, [reading])
	useEffect(() => {
		const selected = () => tell.current("selection", isSelected(list.current))
		document.addEventListener("selectionchange", selected)
		return () => document.removeEventListener("selectionchange", selected)
	}, [list])
	return {
		onScroll: () => reading("scroll", (list.current?.scrollTop ?? 0) > slackPx),
		onFocus: (event: FocusEvent<HTMLElement>) =>
			event.target.matches(":focus-visible") && reading("focus", true),
		onBlur: (event: FocusEvent<HTMLElement>) =>
			!event.currentTarget.contains(event.relatedTarget) && reading("focus", false),
	}
}

function isSelected(list: HTMLElement | null): boolean {
	const selection = getSelection()
	return !!list && !!selection && !selection.isCollapsed && selection.containsNode(list, true)
}
