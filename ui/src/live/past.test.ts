import { expect, test } from "vitest"
import { epoch, makeEvents } from "../testkit/make"
import { gapLoaded, gapSkipped } from "./gaps"
import * as logs from "./log"

const page = (first: number, last: number) => ({ epoch, events: makeEvents(first, last).reverse() })

/** A log that showed 1 to 3 and then, after a RESET, began anew with 101 to 150. */
function torn(): logs.Log {
	const shown = logs.pageLoaded(
		logs.statsSeen(logs.opened(logs.emptyLog, false), { epoch, seq: 3 }),
		page(1, 3),
	)
	return logs.pageLoaded(logs.resetSeen(shown, { epoch, seq: 150 }), page(101, 150))
}

const shown = (log: logs.Log) => [...log.past.lines, ...log.lines].map(({ event }) => event.seq)
const numbers = (first: number, last: number) => makeEvents(first, last).map(({ seq }) => seq)
const only = (log: logs.Log) => log.past.gaps[0] ?? { epoch, after: 0, before: 0, gone: false }

test("what was shown before a RESET stays, with the gap between", () => {
	const log = torn()
	expect(shown(log)).toEqual([...numbers(1, 3), ...numbers(101, 150)])
	expect(log.past.gaps).toEqual([{ epoch, after: 3, before: 101, gone: false }])
	expect(log.lost).toBe(97)
})

test("a gap is filled from its newer end, and then nothing is lost", () => {
	let log = torn()
	log = gapLoaded(log, only(log), page(51, 100), false)
	expect(log.past.gaps).toEqual([{ epoch, after: 3, before: 51, gone: false }])
	expect(log).toMatchObject({ lost: 47, received: 103 })
	log = gapLoaded(log, only(log), page(1, 50), true)
	expect(log.past.gaps).toEqual([])
	expect(log).toMatchObject({ lost: 0, received: 150 })
	expect(shown(log)).toEqual(numbers(1, 150))
})

test("what the server has deleted stays lost, and is not asked for again", () => {
	let log = torn()
	log = gapLoaded(log, only(log), page(91, 100), true)
	expect(log.past.gaps).toEqual([{ epoch, after: 3, before: 91, gone: true }])
	expect(log.lost).toBe(87)
})

test("a gap that is skipped is no longer shown, and still counts", () => {
	const log = torn()
	const skipped = gapSkipped(log, only(log))
	expect(skipped.past.gaps).toEqual([])
	expect(skipped.lost).toBe(97)
	expect(gapLoaded(skipped, only(log), page(51, 100), false)).toBe(skipped)
})

test("a page that overlaps leaves no gap and shows nothing twice", () => {
	const log = logs.pageLoaded(logs.resetSeen(torn(), { epoch, seq: 160 }), page(141, 160))
	expect(shown(log)).toEqual([...numbers(1, 3), ...numbers(101, 160)])
	expect(log.past.gaps).toHaveLength(1)
})

test("the past gives way to what is newer", () => {
	const log = logs.eventsSeen(torn(), makeEvents(151, 150 + logs.ringSize))
	const room = log.lines.length
	expect(log.past.lines.length).toBeLessThanOrEqual(logs.ringSize - room)
})
