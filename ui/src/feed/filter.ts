import * as v from "valibot"
import { type AuroraEvent, type Severity, severities } from "../live/events"

/** Which events to show. What is empty or null asks for nothing. */
export interface Filter {
	/** Any of them. */
	readonly severities: readonly Severity[]
	/** Any of them; a type may end in `*`. */
	readonly types: readonly string[]
	readonly shard: number | null
	readonly guild: string | null
	readonly user: string | null
	/** In the title or the message; a to z match A to Z, as on the server. */
	readonly text: string
}

/** As many of one field as the server takes. */
const maxListed = 16

export const everything: Filter = {
	severities: [],
	types: [],
	shard: null,
	guild: null,
	user: null,
	text: "",
}

const text = v.fallback(v.optional(v.string()), undefined)

/** The filter as the URL's search has it. */
export const filterSearch = v.object({
	sev: text,
	type: text,
	shard: text,
	guild: text,
	user: text,
	q: text,
})

export type FilterSearch = v.InferOutput<typeof filterSearch>

/** Reads the URL; what makes no sense there is left out. */
export function filterOf(search: Partial<FilterSearch>): Filter {
	return {
		severities: list(search.sev).filter(isSeverity),
		types: list(search.type),
		shard: search.shard !== undefined && /^\d{1,5}$/.test(search.shard) ? Number(search.shard) : null,
		guild: isId(search.guild) ? search.guild : null,
		user: isId(search.user) ? search.user : null,
		text: search.q ?? "",
	}
}

export function searchOf(filter: Filter): FilterSearch {
	return {
		sev: filter.severities.join(",") || undefined,
		type: filter.types.join(",") || undefined,
		shard: filter.shard?.toString(),
		guild: filter.guild ?? undefined,
		user: filter.user ?? undefined,
		q: filter.text || undefined,
	}
}

export function isEverything(filter: Filter): boolean {
	return Object.values(searchOf(filter)).every((value) => value === undefined)
}

/** A test for events, made once a filter. */
export function matcher(filter: Filter): (event: AuroraEvent) => boolean {
	const { shard, guild, user } = filter
	const words = filter.text.toLowerCase()
	const types = filter.types.map(typeMatcher)
	return (event) =>
		(filter.severities.length === 0 || filter.severities.includes(event.severity)) &&
		(types.length === 0 || types.some((matches) => matches(event.type))) &&
		(shard === null || event.shard === shard) &&
		(guild === null || event.guild?.id === guild) &&
		(user === null || event.user?.id === user) &&
		(words === "" || event.title.toLowerCase().includes(words) || event.message.toLowerCase().includes(words))
}

/** The filter as the server's parameters. */
export function queryOf(filter: Filter): Record<string, string> {
	const { sev, ...rest } = searchOf(filter)
	return Object.fromEntries(
		Object.entries({ ...rest, severity: sev }).flatMap(([name, value]) =>
			value === undefined ? [] : [[name, value]],
		),
	)
}

function typeMatcher(type: string): (other: string) => boolean {
	if (!type.endsWith("*")) return (other) => other === type
	const family = type.slice(0, -1)
	return (other) => other.startsWith(family)
}

function list(value: string | undefined): string[] {
	return (value ?? "")
		.split(",")
		.filter((part) => part !== "")
		.slice(0, maxListed)
}

function isSeverity(value: string): value is Severity {
	return severities.some((severity) => severity === value)
}

function isId(value: string | undefined): value is string {
	return value !== undefined && /^\d{1,20}$/.test(value)
}
