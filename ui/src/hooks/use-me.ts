import * as v from "valibot"
import { useApi } from "./use-api"

const text = v.fallback(v.nullable(v.string()), null)
const flag = v.fallback(v.boolean(), false)

const meSchema = v.object({
	id: text,
	name: text,
	role: v.fallback(v.nullable(v.picklist(["admin", "viewer"])), null),
	via: v.fallback(v.nullable(v.picklist(["session", "key", "local"])), null),
	demo: flag,
	/** Which login there is, or null. */
	login: v.fallback(v.nullable(v.literal("discord")), null),
	/** Why there is no role. */
	reason: text,
	message: text,
	/** Whether there is a simulator to be played with. */
	sim: flag,
})

export type Me = v.InferOutput<typeof meSchema>

/** Who the reader is to the server; undefined until it has said so. */
export function useMe(): Me | undefined {
	return useApi("/api/me", meSchema, { everyMs: 60_000 }).data
}
