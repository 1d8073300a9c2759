import * as v from "valibot"

// Figures that a newer or older server leaves out are null: one odd field never costs the page the rest.
const num = v.fallback(v.nullable(v.number()), null)
const text = v.fallback(v.nullable(v.string()), null)
const amounts = v.fallback(v.record(v.string(), v.string()), {})

const refSchema = v.object({ id: v.string(), name: v.string() })

const partySchema = v.object({
	/** `system` is one of the ledger's own accounts, out of which coins are issued or into which they are burned. */
	kind: v.fallback(v.picklist(["member", "system"]), "member"),
	id: v.string(),
	name: v.string(),
	guild: refSchema,
})

const entrySchema = v.object({
	id: v.string(),
	time: v.string(),
	kind: v.string(),
	/** Of its transaction: the id of the interaction. */
	ref: v.string(),
	from: partySchema,
	to: partySchema,
	amount: v.string(),
	/** What it left in both accounts. */
	fromBalance: v.string(),
	toBalance: v.string(),
	note: v.fallback(v.string(), ""),
	by: v.fallback(v.nullable(refSchema), null),
	/** Of the event that tells it. */
	seq: num,
})

const hourSchema = v.object({
	/** When it began. */
	at: v.string(),
	issued: amounts,
	burned: amounts,
	moved: text,
	transfers: num,
})

/** `GET /api/economy`: over all guilds, what is null was not measured yet. */
export const economySchema = v.object({
	currency: text,
	accounts: num,
	supply: text,
	supplyDelta24h: text,
	faucet24h: amounts,
	sink24h: amounts,
	/** The oldest first; the last one is running. */
	hours: v.fallback(v.array(hourSchema), []),
	transfers: v.fallback(v.array(entrySchema), []),
	daily: v.fallback(v.object({ claimedToday: num, avgStreak: num, maxStreak: num, lost24h: num }), {
		claimedToday: null,
		avgStreak: null,
		maxStreak: null,
		lost24h: null,
	}),
	streaks: v.fallback(
		v.nullable(v.array(v.object({ guild: refSchema, user: refSchema, days: v.number() }))),
		null,
	),
	top: v.fallback(
		v.nullable(v.array(v.object({ guild: refSchema, user: refSchema, balance: v.string() }))),
		null,
	),
	proof: v.fallback(
		v.nullable(
			v.object({
				balanced: v.fallback(v.nullable(v.boolean()), null),
				drift: text,
				checkedAt: text,
				accounts: num,
				entries: num,
				issued: text,
				burned: text,
				supply: text,
			}),
		),
		null,
	),
})

/** `GET /api/economy/entries?ref=`: one transaction. */
export const transactionSchema = v.object({ ref: v.string(), entries: v.array(entrySchema) })

/** `GET /api/economy/accounts/{guild}/{user}`: a page of an account's history, the newest first. */
export const accountSchema = v.object({
	guild: refSchema,
	user: refSchema,
	balance: v.string(),
	streak: num,
	lastClaim: text,
	entries: v.array(entrySchema),
	/** For `before`; null where there are no more. */
	next: text,
})

export type Ref = v.InferOutput<typeof refSchema>
export type Party = v.InferOutput<typeof partySchema>
export type Entry = v.InferOutput<typeof entrySchema>
export type Hour = v.InferOutput<typeof hourSchema>
export type Economy = v.InferOutput<typeof economySchema>
export type Proof = NonNullable<Economy["proof"]>
export type Account = v.InferOutput<typeof accountSchema>

const kinds: Readonly<Record<string, string>> = {
	daily: "Daily claim",
	transfer: "Transfer",
	grant: "Grant",
	deduct: "Deduction",
	reversal: "Reversal",
}

/** An entry's kind as people say it; one that this page does not know stays as it is. */
export function kindName(kind: string): string {
	return kinds[kind] ?? kind
}
