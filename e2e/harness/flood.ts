import { setTimeout as wait } from "node:timers/promises"
import { sendJSON } from "./json"

/** What another program may tell of itself: several kinds of things, a few of them bad. */
const kinds = [
	{ type: "shop.sold", severity: "info", title: "Item sold", message: "mira bought a lantern for 40 coins" },
	{ type: "shop.sold", severity: "info", title: "Item sold", message: "nova bought a map for 15 coins" },
	{
		type: "quest.done",
		severity: "info",
		title: "Quest done",
		message: "ivo brought the letter to the mill",
	},
	{ type: "quest.begun", severity: "debug", title: "Quest begun", message: "rosa looks for the lost cat" },
	{
		type: "shop.empty",
		severity: "warn",
		title: "Shelf empty",
		message: "no rope is left in the harbour shop",
	},
	{ type: "quest.broken", severity: "error", title: "Quest broken", message: "the mill has no miller" },
]

const pauseMs = 50
/** The server takes so many in one request. */
const maxArray = 1_000

/**
 * Lets another program tell so many events a second, for so long, in arrays as they fall due. Returns the number of the
 * last one.
 */
export async function flood(url: string, rate: number, seconds: number): Promise<number> {
	const start = performance.now()
	const total = rate * seconds
	let last = 0
	for (let sent = 0; sent < total; ) {
		const due = Math.floor(((performance.now() - start) / 1_000) * rate)
		const count = Math.min(due, total) - sent
		if (count > 0) {
			last = await tell(url, sent, Math.min(count, maxArray))
			sent += Math.min(count, maxArray)
		}
		if (count <= maxArray) await wait(pauseMs)
	}
	return last
}

async function tell(url: string, from: number, count: number): Promise<number> {
	const events = Array.from({ length: count }, (_, i) => kinds[(from + i) % kinds.length])
	const { seq } = await sendJSON<{ seq: number[] }>("POST", `${url}/api/events`, events)
	return seq.at(-1) ?? 0
}
