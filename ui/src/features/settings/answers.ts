import * as v from "valibot"

const text = v.nullable(v.string())
const role = v.picklist(["admin", "viewer"])

export type Role = v.InferOutput<typeof role>

export const keysPath = "/api/keys"
export const sessionsPath = "/api/sessions"
export const accessPath = "/api/access"

export const keySchema = v.object({
	id: v.string(),
	name: v.string(),
	scope: v.string(),
	created: v.string(),
	/** Null: never. */
	expires: text,
	revoked: text,
	lastUsed: text,
	state: v.fallback(v.picklist(["valid", "expired", "revoked"]), "revoked"),
})
export type Key = v.InferOutput<typeof keySchema>

export const keysSchema = v.object({ keys: v.array(keySchema) })

/** The only answer that ever holds a key's secret. */
export const newKeySchema = v.object({ key: keySchema, secret: v.string() })

export const sessionsSchema = v.object({
	sessions: v.array(
		v.object({
			id: v.string(),
			user: v.object({ id: v.string(), name: v.fallback(v.string(), "") }),
			role,
			createdAt: v.string(),
			lastSeenAt: v.string(),
			address: v.string(),
			agent: v.string(),
			current: v.boolean(),
		}),
	),
})
export type Session = v.InferOutput<typeof sessionsSchema>["sessions"][number]

export const accessSchema = v.object({
	access: v.array(
		v.object({
			id: v.string(),
			/** Null before the first login. */
			name: text,
			role,
			addedAt: v.string(),
			addedBy: v.string(),
		}),
	),
})
export type Account = v.InferOutput<typeof accessSchema>["access"][number]
