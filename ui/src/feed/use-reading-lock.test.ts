// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react"
import { expect, test } from "vitest"
import { type Line, lineOf } from "../live/feed"
import { makeEvent, makeEvents } from "../testkit/make"
import { useReadingLock } from "./use-reading-lock"

/** The events numbered from first to last, each in a line of its own. */
const makeLines = (...events: Parameters<typeof makeEvents>) =>
	makeEvents(...events).map((event) => lineOf(event))

/** A list that shows lines and can be scrolled. */
function scrollable(first: readonly Line[]) {
	const element = document.createElement("div")
	element.scrollTo = () => {
		element.scrollTop = 0
	}
	const list = { current: element }
	const hook = renderHook(({ lines }) => useReadingLock(lines, list), { initialProps: { lines: first } })
	return {
		lock: () => hook.result.current,
		come: (lines: readonly Line[]) => hook.rerender({ lines }),
		scroll(top: number) {
			element.scrollTop = top
			act(() => hook.result.current.scrolled())
		},
		element,
	}
}

test("at the top new events are shown as they come", () => {
	const { lock, come } = scrollable(makeLines(1, 50))
	come(makeLines(1, 51))
	expect(lock().shown).toHaveLength(51)
	expect(lock().waiting).toEqual({ events: 0, errors: 0 })
})

test("while one reads further down the list stands still and counts what waits", () => {
	const { lock, come, scroll } = scrollable(makeLines(1, 50))
	scroll(300)
	come(makeLines(1, 87))
	scroll(400)
	expect(lock().shown).toEqual(makeLines(1, 50))
	expect(lock().waiting).toEqual({ events: 37, errors: 0 })
})

test("the way back leads to the top and to now", () => {
	const { lock, come, scroll, element } = scrollable(makeLines(1, 50))
	scroll(300)
	come(makeLines(1, 87))
	act(() => lock().release())
	expect(element.scrollTop).toBe(0)
	expect(lock().shown).toHaveLength(87)
})

test("scrolling to the top by hand does the same", () => {
	const { lock, come, scroll } = scrollable(makeLines(1, 50))
	scroll(300)
	come(makeLines(1, 87))
	scroll(0)
	expect(lock().shown).toHaveLength(87)
})

test("when the log was replaced everything in it is new", () => {
	const { lock, come, scroll } = scrollable(makeLines(1, 50))
	scroll(300)
	come(makeLines(1, 20, { epoch: "other" }))
	expect(lock().waiting.events).toBe(20)
})

test("a gathered line that grows and errors that come are counted while one reads", () => {
	const gathered = { ...lineOf(makeEvent(51), 7), count: 30, last: 80 }
	const { lock, come, scroll } = scrollable([...makeLines(1, 50), gathered])
	scroll(300)
	const grown = { ...gathered, count: 42, last: 93 }
	come([...makeLines(1, 50), grown, lineOf(makeEvent(92, { severity: "error" }))])
	expect(lock().waiting).toEqual({ events: 13, errors: 1 })
})
