import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import fc from "fast-check"
import { expect, test } from "vitest"
import { eventFrame, makeEvent, statsFrame } from "../testkit/make"
import { parseFrame } from "./frames"

/** One of each frame as the server's own test writes them. */
const wire = join(import.meta.dirname, "../../../internal/web/testdata/wire")

/** Every value read is the one sent; what is not measured may as well be left out. */
function expectRead(sent: unknown, read: unknown, path: string): void {
	if (read === null || read === undefined) expect(sent ?? null, path).toBeNull()
	else if (typeof read !== "object") expect(sent, path).toBe(read)
	else
		for (const [key, value] of Object.entries(read))
			expectRead((sent as Record<string, unknown>)[key], value, `${path}: ${key}`)
}

const parse = (frame: unknown) => parseFrame(JSON.stringify(frame))

test("an event is read as the contract writes it", () => {
	const frame = parse({
		type: "NEW_EVENT",
		epoch: "k3v9",
		seq: 1042,
		ts: "2026-11-21T18:56:03.200Z",
		data: {
			seq: 1042,
			epoch: "k3v9",
			time: "2026-11-21T18:56:03.123Z",
			type: "economy.daily.claimed",
			severity: "info",
			source: "economy",
			title: "Daily claimed",
			message: "mira claimed 130 coins, streak 4",
			guild: { id: "18446744073709551615", name: "Moss" },
			data: { amount: "130", streak: 4 },
		},
	})
	expect(frame).toMatchObject({
		type: "NEW_EVENT",
		data: { seq: 1042, guild: { id: "18446744073709551615" }, data: { amount: "130", streak: 4 } },
	})
})

test("what the server writes is read as it was written", () => {
	const read = readdirSync(wire).flatMap((name) => {
		const raw = JSON.parse(readFileSync(join(wire, name), "utf8"))
		const frame = parse(raw)
		if (frame) expectRead(raw, frame, name)
		return frame?.type ?? []
	})
	expect(read.sort()).toEqual(["EVENT_BATCH", "NEW_EVENT", "RESET", "RESUMED", "STATS_UPDATE"])
})

test("unknown frames and new fields are ignored", () => {
	expect(parse({ type: "CONFETTI", epoch: "k3v9", seq: 1, data: {} })).toBeNull()
	expect(parse({ ...eventFrame(makeEvent(4)), colour: "red" })).toMatchObject({ seq: 4 })
})

test("one odd figure does not cost the others", () => {
	const frame = parse({
		...statsFrame(3),
		data: { epoch: "k3v9", seq: 3, guildCount: 12, avgLatencyMs: "fast", gateway: 7, economy: { supply: 5 } },
	})
	expect(frame).toMatchObject({
		data: { guildCount: 12, avgLatencyMs: null, gateway: null, economy: { supply: null }, health: "unknown" },
	})
})

test("an event with an odd field is still an event, one without a number is none", () => {
	const odd = { ...makeEvent(4), severity: "loud", guild: "Moss", title: 7 }
	expect(parse({ ...eventFrame(makeEvent(4)), data: odd })).toMatchObject({
		data: { seq: 4, severity: "info", title: "", guild: undefined },
	})
	expect(parse({ ...eventFrame(makeEvent(4)), data: { ...odd, seq: 4.5 } })).toBeNull()
})

test("no text breaks the reader", () => {
	fc.assert(
		fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
			expect(parseFrame(text)).toBeNull()
		}),
	)
})

test("no shape of data breaks the reader", () => {
	const types = fc.constantFrom("STATS_UPDATE", "NEW_EVENT", "EVENT_BATCH", "RESUMED", "RESET")
	fc.assert(
		fc.property(types, fc.jsonValue(), (type, data) => {
			const frame = parse({ type, epoch: "k3v9", seq: 1, data })
			expect(frame === null || frame.type === type).toBe(true)
		}),
	)
})
