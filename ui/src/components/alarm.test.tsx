// @vitest-environment jsdom
import { act, cleanup, render } from "@testing-library/react"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import { Alarm } from "./alarm"
import { Announcer } from "./announcer"

beforeEach(() => vi.useFakeTimers())
afterEach(() => {
	cleanup()
	vi.useRealTimers()
})

const lookMs = 100

/** Renders ten times a second for a minute, as a flood does, and returns when another text was read out. */
function said(selector: string, at: (tick: number) => React.ReactNode): number[] {
	const { rerender, container } = render(at(0))
	const times: number[] = []
	let before = ""
	for (let tick = 1; tick <= 600; tick++) {
		rerender(at(tick))
		act(() => vi.advanceTimersByTime(lookMs))
		const text = container.querySelector(selector)?.textContent ?? ""
		if (text !== before && text !== "") times.push(tick * lookMs)
		before = text
	}
	return times
}

function closest(times: readonly number[]): number {
	return Math.min(...times.slice(1).map((time, i) => time - (times[i] ?? 0)))
}

test("at a thousand events a second a summary is read out every ten seconds, and no sooner", () => {
	const times = said("[aria-live=polite]", (tick) => (
		<Announcer received={tick ** 2} errors={tick} state="live" />
	))
	expect(times.length).toBeGreaterThan(4)
	expect(closest(times)).toBeGreaterThanOrEqual(10_000 - lookMs)
})

test("what is critical is read out at once, once, and not within ten seconds of another", () => {
	expect(said("[aria-live=assertive]", (tick) => <Alarm text={tick < 10 ? "" : "A"} />)).toEqual([1_000])
	const times = said("[aria-live=assertive]", (tick) => <Alarm text={`critical ${tick}`} />)
	expect(times[0]).toBe(100)
	expect(closest(times)).toBeGreaterThanOrEqual(10_000 - lookMs)
	expect(times.length).toBeGreaterThan(4)
})
