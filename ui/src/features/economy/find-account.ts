import type { AuroraEvent } from "../../live/events"
import type { Economy, Ref } from "./economy"

/** A member in a guild. */
export interface Holder {
	readonly guild: Ref
	readonly user: Ref
}

/** Those whom the page has seen of late, each once: they can be found by name. */
export function knownHolders(economy: Economy | undefined, events: readonly AuroraEvent[]): Holder[] {
	const all = new Map<string, Holder>()
	const meet = (guild: Ref | undefined, user: Ref | undefined) => {
		if (guild && user) all.set(`${guild.id}:${user.id}`, { guild, user })
	}
	for (const { guild, user } of events) meet(guild, user)
	for (const { guild, user } of [...(economy?.streaks ?? []), ...(economy?.top ?? [])]) meet(guild, user)
	for (const { from, to } of economy?.transfers ?? []) {
		meet(from.guild, from)
		meet(to.guild, to)
	}
	return [...all.values()]
}

/** Each guild, or member, of those once. */
export function distinct(refs: readonly Ref[]): Ref[] {
	return [...new Map(refs.map((ref) => [ref.id, ref])).values()].sort((a, b) => a.name.localeCompare(b.name))
}

const snowflake = /^\d{1,20}$/

/** What was typed is an id, or the name of just one that is known. Otherwise: what to do. */
export function idOf(typed: string, known: readonly Ref[], what: string): { id: string } | { fault: string } {
	const name = typed.trim()
	if (name === "") return { fault: `Which ${what}? Type a name or an id.` }
	const named = known.filter((ref) => ref.name.toLowerCase() === name.toLowerCase())
	const [only] = named
	if (only && named.length === 1) return { id: only.id }
	if (snowflake.test(name)) return { id: name }
	if (named.length > 1) return { fault: `${named.length} are called that: paste the id of one.` }
	return { fault: `No ${what} of this name was seen of late: paste the id instead.` }
}
