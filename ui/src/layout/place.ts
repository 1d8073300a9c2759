import type { LucideIcon } from "lucide-react"

/** A page one can go to from everywhere. */
export interface Place {
	/** A route's path without parameters; pages below it belong to it. */
	to: string
	label: string
	icon: LucideIcon
	/** The letter that goes there after G. */
	letter: string
	/** Whether it has a place of its own in a phone's bar; the rest are under "More". */
	primary?: boolean
}

/** The place that a path belongs to. */
export function placeOf(path: string, places: readonly Place[]): Place | undefined {
	return places.find(({ to }) => path === to || (to !== "/" && path.startsWith(`${to}/`)))
}
