// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react"
import { expect, test } from "vitest"
import { type Line, lineOf } from "../live/feed"
import { makeEvent, makeEvents } from "../testkit/make"
import { type Reading, useReadingLock } from "./use-reading-lock"

/** The events numbered from first to last, each in a line of its own. */
const makeLines = (...events: Parameters<typeof makeEvents>) =>
	makeEvents(...events).map((event) => lineOf(event))

/** A list that shows lines and is read. */
function readable(first: readonly Line[]) {
	const hook = renderHook(({ lines }) => useReadingLock(lines), { initialProps: { lines: first } })
	return {
		lock: () => hook.result.current,
		come: (lines: readonly Line[]) => hook.rerender({ lines }),
		read: (kind: Reading, begins = true) => act(() => hook.result.current.reading(kind, begins)),
	}
}

test("at the top new events are shown as they come", () => {
	const { lock, come } = readable(makeLines(1, 50))
	come(makeLines(1, 51))
	expect(lock().shown).toHaveLength(51)
	expect(lock().waiting).toEqual({ events: 0, errors: 0 })
})

test("while one reads further down the list stands still and counts what waits", () => {
	const { lock, come, read } = readable(makeLines(1, 50))
	read("scroll")
	come(makeLines(1, 87))
	expect(lock().shown).toEqual(makeLines(1, 50))
	expect(lock().waiting).toEqual({ events: 37, errors: 0 })
})

test("the way back leads to now", () => {
	const { lock, come, read } = readable(makeLines(1, 50))
	read("scroll")
	come(makeLines(1, 87))
	act(() => lock().release())
	expect(lock().shown).toHaveLength(87)
})

test("scrolling to the top by hand does the same", () => {
	const { lock, come, read } = readable(makeLines(1, 50))
	read("scroll")
	come(makeLines(1, 87))
	read("scroll", false)
	expect(lock().shown).toHaveLength(87)
})

test("when the log was replaced everything in it is new", () => {
	const { lock, come, read } = readable(makeLines(1, 50))
	read("scroll")
	come(makeLines(1, 20, { epoch: "other" }))
	expect(lock().waiting.events).toBe(20)
})

test("a gathered line that grows and errors that come are counted while one reads", () => {
	const gathered = { ...lineOf(makeEvent(51), 7), count: 30, last: 80 }
	const { lock, come, read } = readable([...makeLines(1, 50), gathered])
	read("scroll")
	const grown = { ...gathered, count: 42, last: 93 }
	come([...makeLines(1, 50), grown, lineOf(makeEvent(92, { severity: "error" }))])
	expect(lock().waiting).toEqual({ events: 13, errors: 1 })
})

test("the list stands still until nothing shows any more that somebody reads", () => {
	const { lock, come, read } = readable(makeLines(1, 50))
	read("hover")
	read("selection")
	come(makeLines(1, 60))
	read("hover", false)
	expect(lock().waiting.events).toBe(10)
	read("selection", false)
	expect(lock().shown).toHaveLength(60)
})

test("what fills a gap is shown at once, and does not count as waiting", () => {
	const { lock, come, read } = readable([...makeLines(1, 5), ...makeLines(11, 20)])
	read("scroll")
	come(makeLines(1, 21))
	expect(lock().shown).toEqual(makeLines(1, 20))
	expect(lock().waiting.events).toBe(1)
})

test("another filter shows at once what it lets through, and then stands still, too", () => {
	const hook = renderHook(({ lines, of }) => useReadingLock(lines, of), {
		initialProps: { lines: makeLines(1, 0), of: "nothing" },
	})
	act(() => hook.result.current.reading("hover", true))
	hook.rerender({ lines: makeLines(1, 50), of: "everything" })
	expect(hook.result.current.shown).toHaveLength(50)
	hook.rerender({ lines: makeLines(1, 60), of: "everything" })
	expect(hook.result.current.shown).toHaveLength(50)
	expect(hook.result.current.waiting.events).toBe(10)
})
