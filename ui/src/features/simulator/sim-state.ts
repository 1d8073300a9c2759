import * as v from "valibot"

const num = v.fallback(v.nullable(v.number()), null)

const memberSchema = v.object({
	id: v.string(),
	name: v.string(),
	bot: v.fallback(v.optional(v.boolean(), false), false),
})

const choiceSchema = v.object({ name: v.string(), value: v.union([v.string(), v.number()]) })

const leafSchema = v.object({
	/** Discord's number of the type: 1 a subcommand, 3 text, 4 a whole number, 6 a member. */
	type: v.number(),
	name: v.string(),
	description: v.fallback(v.string(), ""),
	required: v.fallback(v.optional(v.boolean(), false), false),
	choices: v.fallback(v.optional(v.array(choiceSchema), []), []),
})

const optionSchema = v.object({
	...leafSchema.entries,
	/** A subcommand's own. */
	options: v.fallback(v.optional(v.array(leafSchema), []), []),
})

/** What the simulated Discord is set to. */
export const settingsSchema = v.object({
	rate: v.number(),
	latencyMs: v.number(),
	jitterMs: v.number(),
	restLatencyMs: v.number(),
	errorRate: v.number(),
})

/** Something that was made to go wrong. */
export const faultSchema = v.object({
	kind: v.string(),
	shard: num,
	since: v.string(),
	/** Null where it happened once. */
	until: v.fallback(v.nullable(v.string()), null),
	/** Connections, events or requests that met it. */
	hits: v.number(),
	active: v.boolean(),
})

/** `GET /sim/state`. */
export const simStateSchema = v.object({
	guilds: v.array(
		v.object({ id: v.string(), name: v.string(), shard: v.number(), members: v.array(memberSchema) }),
	),
	commands: v.array(
		v.object({
			name: v.string(),
			type: v.fallback(v.number(), 1),
			description: v.fallback(v.string(), ""),
			options: v.fallback(v.optional(v.array(optionSchema), []), []),
		}),
	),
	shards: v.array(v.object({ id: v.number(), connected: v.boolean() })),
	settings: settingsSchema,
	counters: v.fallback(v.record(v.string(), v.number()), {}),
	faults: v.fallback(v.array(faultSchema), []),
	violations: v.fallback(v.array(v.object({ time: v.string(), rule: v.string(), detail: v.string() })), []),
})

export type SimState = v.InferOutput<typeof simStateSchema>
export type SimGuild = SimState["guilds"][number]
export type SimSettings = v.InferOutput<typeof settingsSchema>
export type SimFault = v.InferOutput<typeof faultSchema>
export type Option = v.InferOutput<typeof leafSchema>
