import { type KeyboardEvent, type MouseEvent, type RefObject, useEffect, useRef, useState } from "react"
import type { Row } from "./use-rows"

interface Options {
	/** Oldest first; shown newest first. */
	rows: readonly Row[]
	list: RefObject<HTMLElement | null>
	/** Brings the row at a place, from the top and from 0, into view. */
	scrollTo: (index: number) => void
	onOpen: (seq: number) => void
}

/** The row that the keyboard is at. It keeps the focus wherever others push it. */
export function useSelection({ rows, list, scrollTo, onOpen }: Options) {
	const [selected, setSelected] = useState<string | null>(null)
	const wantsFocus = useRef(false)
	const index = selected === null ? -1 : rows.length - 1 - rows.findLastIndex(({ key }) => key === selected)
	const current = index >= 0 && index < rows.length ? index : -1

	useEffect(() => {
		if (!wantsFocus.current) return
		const row = list.current?.querySelector<HTMLElement>("article[tabindex='0']")
		if (!row) return
		wantsFocus.current = false
		row.focus({ preventScroll: true })
	})

	function select(place: number) {
		const bounded = Math.max(0, Math.min(rows.length - 1, place))
		const row = rows[rows.length - 1 - bounded]
		if (!row) return
		wantsFocus.current = true
		setSelected(row.key)
		scrollTo(bounded)
	}

	/** Goes so many rows on; from nowhere, to the first. */
	function move(by: number) {
		select(current < 0 ? 0 : current + by)
	}

	function onKeyDown(event: KeyboardEvent) {
		if (event.altKey || event.ctrlKey || event.metaKey) return
		const target = event.target as HTMLElement
		const step = steps[event.key]
		if (step !== undefined) {
			event.preventDefault()
			if (step === 0) target.blur()
			else move(step)
		} else if (event.key === "Enter" && target.matches("article")) {
			const seq = seqAt(target)
			if (seq) onOpen(seq)
		}
	}

	function onClick(event: MouseEvent) {
		const target = event.target as HTMLElement
		if (target.closest("button, a") || !getSelection()?.isCollapsed) return
		const row = target.closest<HTMLElement>("article[data-seq]")
		if (!row) return
		setSelected(row.dataset.key ?? null)
		const seq = seqAt(row)
		if (seq) onOpen(seq)
	}

	return { selected: current, move, onKeyDown, onClick }
}

/** What the keys do in the feed: so many rows on, or out of it. */
const steps: Record<string, number> = { PageDown: 1, PageUp: -1, ArrowDown: 1, ArrowUp: -1, Escape: 0 }

function seqAt(row: HTMLElement): number | null {
	return Number(row.dataset.first) || null
}
