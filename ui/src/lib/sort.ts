/** How a list is ordered: by what, and from which end. */
export interface Sort {
	readonly key: string
	readonly descending: boolean
}

/** Reads an order from the URL: "p99", or "-p99" for the greatest first. What names none of the keys is the fallback. */
export function parseSort(text: string | undefined, keys: readonly string[], fallback: Sort): Sort {
	if (text === undefined) return fallback
	const descending = text.startsWith("-")
	const key = descending ? text.slice(1) : text
	return keys.includes(key) ? { key, descending } : fallback
}

export function sortText({ key, descending }: Sort): string {
	return `${descending ? "-" : ""}${key}`
}

export type Sortable = string | number | null

/** The rows in order. What was not measured comes last from either end, and equals stay as they were. */
export function sorted<Row>(
	rows: readonly Row[],
	value: (row: Row) => Sortable,
	descending: boolean,
): readonly Row[] {
	return rows.toSorted((a, b) => {
		const [left, right] = [value(a), value(b)]
		if (left === null || right === null) return Number(left === null) - Number(right === null)
		const order = typeof left === "string" ? left.localeCompare(String(right), "en") : left - Number(right)
		return descending ? -order : order
	})
}

/** The rows in the order in which their keys were before; those that are new come after them. */
export function inHeldOrder<Row>(
	rows: readonly Row[],
	keyOf: (row: Row) => string,
	held: readonly string[],
): readonly Row[] {
	const places = new Map(held.map((key, place) => [key, place]))
	const placeOf = (row: Row) => places.get(keyOf(row)) ?? held.length
	return rows.toSorted((a, b) => placeOf(a) - placeOf(b))
}
