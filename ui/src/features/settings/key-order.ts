/** What a key may be good for. */
export const scopes = {
	read: "read figures and events",
	ingest: "send events",
	admin: "do everything",
} as const

/** How long it may be valid, in days. */
export const lifetimes = {
	7: "in 7 days",
	30: "in 30 days",
	90: "in 90 days",
	365: "in a year",
	never: "never",
} as const

/** A key as the server is asked for it. */
export interface KeyOrder {
	name: string
	scope: string
	/** Left out: for ever. */
	expiresInSec?: number
}

const secondsPerDay = 86_400

/** Reads the form's fields name, scope and life. */
export function orderOf(form: FormData): KeyOrder {
	const order = { name: String(form.get("name")).trim(), scope: String(form.get("scope")) }
	const days = Number(form.get("life"))
	return Number.isNaN(days) ? order : { ...order, expiresInSec: days * secondsPerDay }
}
