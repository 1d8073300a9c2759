import { type FocusEvent, type PointerEvent, useState } from "react"
import { inHeldOrder } from "../lib/sort"

/** Keeps rows that are pointed at or have the focus in their places, so that none slips away under a click. */
export function useHeldOrder<Row>(rows: readonly Row[], keyOf: (row: Row) => string) {
	const [held, setHeld] = useState<readonly string[] | null>(null)
	const hold = () => setHeld((before) => before ?? rows.map(keyOf))
	return {
		rows: held ? inHeldOrder(rows, keyOf, held) : rows,
		holding: {
			onPointerEnter: hold,
			onFocus: hold,
			onPointerLeave({ currentTarget }: PointerEvent<HTMLElement>) {
				if (!currentTarget.contains(document.activeElement)) setHeld(null)
			},
			onBlur({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>) {
				if (!currentTarget.contains(relatedTarget) && !currentTarget.matches(":hover")) setHeld(null)
			},
		},
	}
}
