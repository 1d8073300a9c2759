import { expect, test } from "vitest"
import { everything, filterOf, matcher } from "../../feed/filter"
import { presets } from "../../feed/presets"
import type { AuroraEvent, Severity } from "../../live/events"
import { makeEvent } from "../../testkit/make"
import { type Ask, pastPage, seqAt } from "./past-events"

const start = Date.parse("2026-11-21T12:00:00Z")
const kinds: Severity[] = ["info", "error", "debug", "critical", "info"]
/** One event a second; the first ones are no longer kept. */
const log: AuroraEvent[] = Array.from({ length: 400 }, (_, i) =>
	makeEvent(i + 101, {
		severity: kinds[i % kinds.length] ?? "info",
		type: i % 2 === 0 ? "command.failed" : "shard.ready",
		time: new Date(start + i * 1_000).toISOString(),
	}),
)
const { signal } = new AbortController()

/** Answers as the server does, ten events at most. */
const ask: Ask = async ({ before, after, limit, severity, type }) => {
	const matches = matcher(filterOf({ sev: severity, type }))
	if (after !== undefined) {
		const found = log.filter((event) => event.seq > Number(after) && matches(event))
		return { epoch: "k3v9", events: found.slice(0, Number(limit)), next: null }
	}
	const found = log.filter(
		(event) => event.seq < Number(before ?? Number.POSITIVE_INFINITY) && matches(event),
	)
	const events = found.slice(-Math.min(10, Number(limit))).reverse()
	return { epoch: "k3v9", events, next: found.length > 10 ? (events.at(-1)?.seq ?? null) : null }
}

test("page after page gives each event once, newest first, without a hole", async () => {
	const filter = { ...everything, ...presets.Errors, types: ["command.*", "shard.*"] }
	const read: number[] = []
	for (let before: number | null = null; ; ) {
		const page = await pastPage(ask, filter, before, signal)
		read.push(...page.events.map(({ seq }) => seq))
		before = page.next ?? null
		if (before === null) break
	}
	const wanted = log.filter(matcher(filter)).map(({ seq }) => seq)
	expect(read).toEqual(wanted.reverse())
})

test("an instant is found among events, wherever the log begins", async () => {
	expect(await seqAt(ask, start + 250_000, signal)).toBe(351)
	expect(await seqAt(ask, start + 250_500, signal)).toBe(352)
	expect(await seqAt(ask, start + 399_000, signal)).toBe(500)
	expect(await seqAt(ask, start + 400_000, signal)).toBeNull()
	const first = await seqAt(ask, start - 1_000, signal)
	expect(first).toBeLessThanOrEqual(101)
})
