import { expect, test } from "vitest"
import { epoch, makeEvent, makeEvents } from "../testkit/make"
import * as logs from "./log"

const at = (seq: number) => ({ epoch, seq })
const page = (first: number, last: number) => ({ epoch, events: makeEvents(first, last).reverse() })
const seqs = (log: logs.Log) => log.events.map((event) => event.seq)

/** A log that has loaded the events 1 to 3 and follows a connection that begins after them. */
function following(): logs.Log {
	const opened = logs.statsSeen(logs.opened(logs.emptyLog, false), at(3))
	return logs.pageLoaded(opened, page(1, 3))
}

test("what the socket brings before the page is kept and follows it", () => {
	let log = logs.statsSeen(logs.opened(logs.emptyLog, false), at(2))
	log = logs.eventsSeen(log, makeEvents(3, 5))
	expect(seqs(log)).toEqual([])
	log = logs.pageLoaded(log, page(1, 4))
	expect(seqs(log)).toEqual([1, 2, 3, 4, 5])
	expect(log).toMatchObject({ received: 5, lost: 0, fault: null, position: at(5) })
})

test("a page that ends before the connection begins is resumed from its end", () => {
	const opened = logs.statsSeen(logs.opened(logs.emptyLog, false), at(9))
	const log = logs.pageLoaded(opened, page(1, 7))
	expect(log.fault).toBe("gap")
	expect(logs.resumeFrom(log)).toEqual(at(7))
})

test("the same holds when the statistics come after the page", () => {
	const loaded = logs.pageLoaded(logs.opened(logs.emptyLog, false), page(1, 7))
	expect(loaded.fault).toBeNull()
	expect(logs.statsSeen(loaded, at(9)).fault).toBe("gap")
	expect(logs.statsSeen(loaded, at(7)).fault).toBeNull()
})

test("statistics never move the position of a log that follows", () => {
	const log = logs.statsSeen(following(), at(40))
	expect(log).toMatchObject({ fault: null, position: at(3) })
	expect(logs.statsSeen(logs.opened(log, true), at(40))).toMatchObject({ fault: null, position: at(3) })
})

test("an event seen before is dropped", () => {
	const log = logs.eventsSeen(following(), [makeEvent(2), makeEvent(3), makeEvent(4), makeEvent(4)])
	expect(seqs(log)).toEqual([1, 2, 3, 4])
	expect(log.received).toBe(4)
})

test("a jump is a fault: what is before it is kept, nothing after it is taken", () => {
	let log = logs.eventsSeen(following(), [makeEvent(4), makeEvent(6)])
	expect(log.fault).toBe("gap")
	log = logs.eventsSeen(log, [makeEvent(5)])
	expect(seqs(log)).toEqual([1, 2, 3, 4])
	expect(logs.resumeFrom(log)).toEqual(at(4))
})

test("a replay that ends beyond the last event handled is a fault", () => {
	expect(logs.resumed(following(), at(5)).fault).toBe("gap")
	expect(logs.resumed(following(), at(3)).fault).toBeNull()
})

test("a hole that three connections could not close is given up and counted", () => {
	let log = following()
	for (let connection = 1; connection <= 3; connection++) {
		expect(log.loading).toBe(false)
		log = logs.eventsSeen(logs.opened(log, true), [makeEvent(6)])
		expect(log.fault).toBe("gap")
	}
	expect(logs.resumeFrom(log)).toBeNull()
	log = logs.statsSeen(logs.opened(log, false), at(9))
	log = logs.pageLoaded(log, page(6, 9))
	expect(log).toMatchObject({ lost: 2, received: 7, fault: null, position: at(9) })
})

test("after a RESET the old screen stays until the new page is there", () => {
	let log = logs.resetSeen(following(), at(100))
	expect(seqs(log)).toEqual([1, 2, 3])
	log = logs.eventsSeen(log, [makeEvent(101)])
	expect(seqs(log)).toEqual([1, 2, 3])
	log = logs.pageLoaded(log, page(51, 100))
	expect(seqs(log)).toEqual(makeEvents(51, 101).map((event) => event.seq))
	expect(log.lost).toBe(47)
})

test("another epoch starts the log anew and loses nothing", () => {
	const log = logs.pageLoaded(logs.resetSeen(following(), { epoch: "other", seq: 2 }), {
		epoch: "other",
		events: makeEvents(1, 2, { epoch: "other" }),
	})
	expect(log).toMatchObject({ lost: 0, received: 5, position: { epoch: "other", seq: 2 } })
})

test("a page of another epoch than the connection is fetched again", () => {
	const log = logs.pageLoaded(logs.resetSeen(following(), { epoch: "other", seq: 2 }), page(1, 3))
	expect(log).toMatchObject({ fault: "epoch", loading: true })
})

test("an event of another epoch is a fault", () => {
	const log = logs.eventsSeen(following(), [makeEvent(4, { epoch: "other" })])
	expect(log).toMatchObject({ fault: "epoch", loading: true })
	expect(seqs(log)).toEqual([1, 2, 3])
})

test("an empty log begins with its first event", () => {
	const opened = logs.statsSeen(logs.opened(logs.emptyLog, false), at(0))
	const log = logs.eventsSeen(logs.pageLoaded(opened, { epoch, events: [] }), [makeEvent(1)])
	expect(seqs(log)).toEqual([1])
})

test("only the newest events are remembered", () => {
	const log = logs.eventsSeen(following(), makeEvents(4, logs.ringSize + 10))
	expect(log.events).toHaveLength(logs.ringSize)
	expect(log.events[0]?.seq).toBe(11)
	expect(log.received).toBe(logs.ringSize + 10)
})

test("what is held while the page is fetched has a limit", () => {
	const log = logs.eventsSeen(logs.opened(logs.emptyLog, false), makeEvents(1, logs.ringSize + 1))
	expect(log).toMatchObject({ fault: "gap", held: [] })
	expect(logs.resumeFrom(log)).toBeNull()
})

test("errors are counted", () => {
	const log = logs.eventsSeen(following(), [
		makeEvent(4, { severity: "error" }),
		makeEvent(5, { severity: "critical" }),
		makeEvent(6, { severity: "warn" }),
	])
	expect(log.errors).toBe(2)
})
