// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import type { ComponentProps } from "react"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { gather, lineOf } from "../live/feed"
import { ringSize } from "../live/log"
import { epoch, makeEvent, makeEvents } from "../testkit/make"
import { FeedLines } from "./feed-lines"

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

const opened = vi.fn()
const actions = { loadGap: vi.fn(async () => {}), skipGap: vi.fn(), awayRead: vi.fn() }
type Marks = Partial<Pick<ComponentProps<typeof FeedLines>, "gaps" | "away">>

function show(events: ReturnType<typeof makeEvents>, lines = gather([], events, 0), marks: Marks = {}) {
	const list = { current: null }
	render(
		<FeedLines
			label="Recent Events"
			lines={lines}
			events={events}
			list={list}
			loading={false}
			onReading={() => {}}
			onOpen={opened}
			gaps={marks.gaps ?? []}
			away={marks.away ?? null}
			actions={actions}
		/>,
	)
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

test("a gap stands between the events around it, and says how many can be loaded", () => {
	const gap = { epoch, after: 3, before: 3_124, gone: false }
	const lines = [...makeEvents(1, 3), ...makeEvents(3_124, 3_125)].map((event) => lineOf(event))
	const rows = show([], lines, { gaps: [gap] })
	expect(rows.map((row) => row.dataset.seq)).toEqual(["3125", "3124", undefined, "3", "2", "1"])
	expect(rows[2]?.textContent).toContain("3,120 events not loaded")
	fireEvent.click(screen.getByRole("button", { name: "Load" }))
	expect(actions.loadGap).toHaveBeenCalledWith(gap)
})

test("what happened while one was away is told where one left off", () => {
	const away = { epoch, after: 2, until: 4, ms: 252_000, counts: { info: 1, error: 1 } }
	const rows = show(
		[],
		makeEvents(1, 5).map((event) => lineOf(event)),
		{ away },
	)
	expect(rows.map((row) => row.dataset.seq)).toEqual(["5", "4", "3", undefined, "2", "1"])
	expect(rows[3]?.textContent).toContain("2 events while you were away, 4 min, 1 error, 1 info")
	fireEvent.click(screen.getByRole("button", { name: "I have read this" }))
	expect(actions.awayRead).toHaveBeenCalled()
})

test("the keyboard goes from row to row, and opens one", () => {
	show(makeEvents(1, 5))
	const feed = screen.getByRole("feed")
	fireEvent.keyDown(feed, { key: "PageDown" })
	expect(document.activeElement?.getAttribute("data-seq")).toBe("5")
	fireEvent.keyDown(document.activeElement ?? feed, { key: "PageDown" })
	expect(document.activeElement?.getAttribute("data-seq")).toBe("4")
	fireEvent.keyDown(document.activeElement ?? feed, { key: "Enter" })
	expect(opened).toHaveBeenCalledWith(4)
})
