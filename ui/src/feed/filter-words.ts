import { severities } from "../live/events"
import { everything, type Filter, type FilterSearch, filterOf, searchOf } from "./filter"

/** What a filter's field takes, said where it was given something else. */
const takes: Record<string, string> = {
	sev: `sev takes ${severities.join(", ")}`,
	type: "type takes the type of an event, such as command.* or shard.ready",
	shard: "shard takes a number from 0",
	guild: "guild takes an id",
	user: "user takes an id; a name can be searched for as it is",
}

/** Reads "sev:error shard:3 timeout" as a person types it, or says what is wrong with it. */
export function parseWords(typed: string): { filter: Filter; problem: string | null } {
	const search: Partial<Record<keyof FilterSearch, string>> = {}
	const text: string[] = []
	for (const word of typed.trim().split(/\s+/)) {
		const [, field, value] = /^(sev|type|shard|guild|user):(.*)$/.exec(word) ?? []
		if (field === undefined || value === undefined) text.push(word)
		else if (value !== "") search[field as keyof FilterSearch] = value
	}
	const filter = filterOf({ ...search, q: text.join(" ") })
	const understood = searchOf(filter)
	for (const [field, value] of Object.entries(search))
		if (understood[field as keyof FilterSearch] !== value)
			return { filter: everything, problem: takes[field] ?? null }
	return { filter, problem: null }
}

/** The filter as one would type it. */
export function wordsOf(filter: Filter): string {
	const { q, ...fields } = searchOf(filter)
	const words = Object.entries(fields).flatMap(([field, value]) =>
		value === undefined ? [] : [`${field}:${value}`],
	)
	return [...words, q ?? ""].join(" ").trim()
}
