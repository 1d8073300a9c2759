import { expect, test } from "vitest"
import type { Shard } from "./answers"
import { closeText } from "./close-codes"
import { lostSince } from "./down-notice"
import { noteOf } from "./shard-tiles"

function shard(other: Partial<Shard>): Shard {
	return {
		id: 0,
		state: "ready",
		latencyMs: 40,
		lastAckAgeMs: 1,
		missedAcks: 0,
		guilds: 3,
		unavailable: 0,
		eventsPerSec: 0,
		lastCloseCode: null,
		resumes24h: 0,
		since: "2026-11-22T04:00:00Z",
		identifies24h: 1,
		latencies: [],
		...other,
	}
}

test("a close code is told with its meaning; one that nobody knows is told as it is", () => {
	expect(closeText(4004)).toBe("4004: the bot token is wrong")
	expect(closeText(4999)).toBe("4999")
})

test.each([
	[{}, "3 guilds"],
	[{ guilds: null }, "guilds not known yet"],
	[{ unavailable: 1 }, "1 guild unavailable"],
	[{ missedAcks: 2, unavailable: 1 }, "2 heartbeats not acknowledged"],
	[{ state: "disconnected" as const, lastCloseCode: 4004 }, "4004: the bot token is wrong"],
	[{ lastCloseCode: 4000 }, "3 guilds"],
])("a tile says what is wrong before what is not: %o", (other, note) => {
	expect(noteOf(shard(other))).toBe(note)
})

test("the bot is down since its last shard went away", () => {
	const first = shard({ state: "disconnected", since: "2026-11-22T04:00:00Z" })
	const last = shard({ state: "disconnected", since: "2026-11-22T04:00:07.5Z" })
	expect(lostSince([last, first])).toBe("2026-11-22T04:00:07.5Z")
	expect(lostSince([shard({})])).toBeNull()
})
