import { type RefObject, useRef } from "react"
import { useKeys } from "./use-keys"

/** Lets J and K go through what is marked `data-row` within an element: links and buttons, which Enter then opens. */
export function useRowKeys<E extends HTMLElement>(): RefObject<E | null> {
	const within = useRef<E>(null)
	useKeys({ j: () => move(within.current, 1), k: () => move(within.current, -1) })
	return within
}

function move(within: HTMLElement | null, by: 1 | -1): void {
	const rows = [...(within?.querySelectorAll<HTMLElement>("[data-row]") ?? [])]
	const at = rows.findIndex((row) => row.matches(":focus"))
	const next = at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + by))
	rows[next]?.focus()
}
