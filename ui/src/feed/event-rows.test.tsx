// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { gather, lineOf } from "../live/feed"
import { ringSize } from "../live/log"
import { makeEvent, makeEvents } from "../testkit/make"
import { EventRows } from "./event-rows"

/** The greatest height that the page gives the list, at the usual size of text. */
const tallest = 1_440

beforeEach(() => {
	document.documentElement.style.fontSize = "16px"
	vi.stubGlobal("matchMedia", () => ({
		matches: true,
		addEventListener: () => {},
		removeEventListener: () => {},
	}))
	vi.spyOn(HTMLElement.prototype, "clientHeight", "get").mockReturnValue(tallest)
	vi.spyOn(HTMLElement.prototype, "clientWidth", "get").mockReturnValue(800)
})

afterEach(() => {
	cleanup()
	vi.restoreAllMocks()
	vi.unstubAllGlobals()
})

function show(events: ReturnType<typeof makeEvents>, lines = gather([], events, 0)) {
	const list = { current: null }
	render(<EventRows lines={lines} events={events} list={list} loading={false} onScroll={() => {}} />)
	return screen.getAllByRole("article")
}

test("of five thousand events in memory at most sixty rows exist", () => {
	const events = makeEvents(1, ringSize)
	const rows = show(
		events,
		events.map((event) => lineOf(event)),
	)
	expect(rows.length).toBeGreaterThan(40)
	expect(rows.length).toBeLessThanOrEqual(60)
	expect(rows[0]?.dataset.seq).toBe(String(ringSize))
})

test("a gathered line says how many it stands for, and opens to show each", () => {
	const errors = { type: "quest.broken", title: "Quest broken", severity: "error" } as const
	const rows = show([...makeEvents(1, 400), ...makeEvents(401, 403, errors)])
	expect(rows.map((row) => row.dataset.seq)).toEqual(["403", "400"])
	expect(rows[1]?.textContent).toContain("×400 in 5 s")

	fireEvent.click(screen.getByRole("button", { name: "×3 in 5 s: show each" }))
	const opened = screen.getAllByRole("article").map((row) => row.dataset.seq)
	expect(opened).toEqual(["403", "403", "402", "401", "400"])
	const named = screen.getAllByRole("article").map((row) => row.getAttribute("aria-labelledby"))
	expect(new Set(named).size).toBe(5)
	fireEvent.click(screen.getByRole("button", { name: "×3 in 5 s: hide each" }))
	expect(screen.getAllByRole("article")).toHaveLength(2)
})

test("a gathered line whose events are forgotten still counts them, and cannot be opened", () => {
	const events = makeEvents(1, 400)
	const rows = show([makeEvent(401)], gather([], events, 0))
	expect(rows[0]?.textContent).toContain("×400 in 5 s")
	expect(screen.queryByRole("button")).toBeNull()
})
