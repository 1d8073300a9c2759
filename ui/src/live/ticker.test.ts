import { expect, test } from "vitest"
import { FakeClock } from "../testkit/fake-clock"
import { Ticker } from "./ticker"

test("all readers are told the time together once a second, and no timer runs without a reader", () => {
	const clock = new FakeClock()
	const ticker = new Ticker(clock)
	const start = clock.now()
	const told: [string, number][] = []
	const leave = ["one", "two"].map((name) => ticker.subscribe(() => told.push([name, ticker.now() - start])))
	clock.advance(2_500)
	expect(told).toEqual([
		["one", 1_000],
		["two", 1_000],
		["one", 2_000],
		["two", 2_000],
	])
	for (const go of leave) go()
	clock.advance(10_000)
	expect(told).toHaveLength(4)
	expect(ticker.now() - start).toBe(2_000)
})

test("what stood still tells the time of now when it goes on", () => {
	const clock = new FakeClock()
	const ticker = new Ticker(clock)
	const start = clock.now()
	const told: number[] = []
	ticker.subscribe(() => told.push(ticker.now() - start))
	ticker.stop()
	clock.advance(60_000)
	expect(told).toEqual([])
	ticker.resume()
	clock.advance(1_000)
	expect(told).toEqual([60_000, 61_000])
})
