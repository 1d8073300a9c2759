import { parseAmount, sumOf } from "./amounts"
import type { Economy } from "./economy"

/** An hour of the supply. */
export interface SupplyHour {
	/** When it began. */
	readonly at: string
	readonly issued: bigint
	readonly burned: bigint
	readonly moved: bigint
	readonly transfers: number
	/** The supply at its end; of the running hour, now. */
	readonly supply: bigint
}

/** The hours, the oldest first, with the supply at the end of each: that of now, less what came later. */
export function supplyHours({ hours, supply }: Pick<Economy, "hours" | "supply">): SupplyHour[] {
	let left = parseAmount(supply)
	if (left === null) return []
	const all: SupplyHour[] = []
	for (const hour of hours.toReversed()) {
		const [issued, burned] = [sumOf(hour.issued), sumOf(hour.burned)]
		all.push({
			at: hour.at,
			issued,
			burned,
			moved: parseAmount(hour.moved) ?? 0n,
			transfers: hour.transfers ?? 0,
			supply: left,
		})
		left -= issued - burned
	}
	return all.reverse()
}

/** The smallest range that holds all values, with a little room; never of no height. */
export function rangeOf(values: readonly bigint[]): { low: bigint; high: bigint } {
	const sorted = values.toSorted((a, b) => (a < b ? -1 : 1))
	const [low, high] = [sorted[0] ?? 0n, sorted.at(-1) ?? 0n]
	const room = (high - low) / 10n + 1n
	return { low: low - room < 0n && low >= 0n ? 0n : low - room, high: high + room }
}
