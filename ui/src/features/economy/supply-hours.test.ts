import { expect, test } from "vitest"
import type { Hour } from "./economy"
import { rangeOf, supplyHours } from "./supply-hours"

const hour = (at: string, issued: string, burned: string): Hour => ({
	at,
	issued: { daily: issued },
	burned: { deduct: burned },
	moved: "7",
	transfers: 2,
})

test("the supply of each hour is that of now, less what came after it", () => {
	const hours = [hour("01", "100", "0"), hour("02", "0", "40"), hour("03", "10", "0")]
	expect(supplyHours({ hours, supply: "1070" }).map(({ at, supply }) => [at, supply])).toEqual([
		["01", 1_100n],
		["02", 1_060n],
		["03", 1_070n],
	])
})

test("without a supply there is nothing to draw", () => {
	expect(supplyHours({ hours: [hour("01", "1", "0")], supply: null })).toEqual([])
})

test("a supply that stands still has a range all the same, and none goes below zero by itself", () => {
	expect(rangeOf([0n, 0n])).toEqual({ low: 0n, high: 1n })
	expect(rangeOf([1_000n, 1_100n])).toEqual({ low: 989n, high: 1_111n })
	expect(rangeOf([]).low).toBe(0n)
})
