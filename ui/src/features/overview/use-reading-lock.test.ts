// @vitest-environment jsdom
import { act, renderHook } from "@testing-library/react"
import { expect, test } from "vitest"
import type { AuroraEvent } from "../../live/events"
import { makeEvents } from "../../testkit/make"
import { useReadingLock } from "./use-reading-lock"

/** A list that shows events and can be scrolled. */
function scrollable(first: readonly AuroraEvent[]) {
	const element = document.createElement("div")
	element.scrollTo = () => {
		element.scrollTop = 0
	}
	const list = { current: element }
	const hook = renderHook(({ events }) => useReadingLock(events, list), { initialProps: { events: first } })
	return {
		lock: () => hook.result.current,
		come: (events: readonly AuroraEvent[]) => hook.rerender({ events }),
		scroll(top: number) {
			element.scrollTop = top
			act(() => hook.result.current.scrolled())
		},
		element,
	}
}

test("at the top new events are shown as they come", () => {
	const { lock, come } = scrollable(makeEvents(1, 50))
	come(makeEvents(1, 51))
	expect(lock().shown).toHaveLength(51)
	expect(lock().waiting).toEqual([])
})

test("while one reads further down the list stands still and counts what waits", () => {
	const { lock, come, scroll } = scrollable(makeEvents(1, 50))
	scroll(300)
	come(makeEvents(1, 87))
	scroll(400)
	expect(lock().shown).toEqual(makeEvents(1, 50))
	expect(lock().waiting).toEqual(makeEvents(51, 87))
})

test("the way back leads to the top and to now", () => {
	const { lock, come, scroll, element } = scrollable(makeEvents(1, 50))
	scroll(300)
	come(makeEvents(1, 87))
	act(() => lock().release())
	expect(element.scrollTop).toBe(0)
	expect(lock().shown).toHaveLength(87)
})

test("scrolling to the top by hand does the same", () => {
	const { lock, come, scroll } = scrollable(makeEvents(1, 50))
	scroll(300)
	come(makeEvents(1, 87))
	scroll(0)
	expect(lock().shown).toHaveLength(87)
})

test("when the log was replaced everything in it is new", () => {
	const { lock, come, scroll } = scrollable(makeEvents(1, 50))
	scroll(300)
	come(makeEvents(1, 20, { epoch: "other" }))
	expect(lock().waiting).toHaveLength(20)
})
