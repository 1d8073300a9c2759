import { parseAmount } from "./amounts"
import type { Entry, Party } from "./economy"

/** An entry as one of its two accounts sees it. */
export interface Side {
	/** What it added, or took. */
	readonly change: bigint
	/** The balance it left. */
	readonly after: string
	readonly other: Party
	readonly word: "to" | "from"
}

export function sideOf(entry: Entry, holder: string): Side {
	const amount = parseAmount(entry.amount) ?? 0n
	if (entry.from.id === holder)
		return { change: -amount, after: entry.fromBalance, other: entry.to, word: "to" }
	return { change: amount, after: entry.toBalance, other: entry.from, word: "from" }
}
