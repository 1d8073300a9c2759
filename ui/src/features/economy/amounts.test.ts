import { expect, test } from "vitest"
import { change, coins, fractionOf, largestFirst, parseAmount, sumOf } from "./amounts"

test("amounts beyond what a number holds are added and said to the last coin", () => {
	const most = "9007199254740993" // 2^53 + 1
	expect(coins(sumOf({ daily: most, grant: "2" }))).toBe("9,007,199,254,740,995")
	expect(change(parseAmount(most) ?? 0n)).toBe("+9,007,199,254,740,993")
	expect(change(-(parseAmount(most) ?? 0n))).toBe("−9,007,199,254,740,993")
	expect(change(0n)).toBe("0")
})

test("what is no whole number is no amount", () => {
	for (const text of ["", "1.5", "1e9", "0x10", "ten", " 1", null]) expect(parseAmount(text)).toBeNull()
	expect(parseAmount("-40")).toBe(-40n)
	expect(sumOf({ daily: "100", odd: "1.5" })).toBe(100n)
})

test("a length on the screen stays between nothing and all, whatever the size of the amounts", () => {
	const high = 4n * 10n ** 20n
	expect(fractionOf(high / 4n, 0n, high)).toBe(0.25)
	expect(fractionOf(-1n, 0n, high)).toBe(0)
	expect(fractionOf(high * 2n, 0n, high)).toBe(1)
	expect(fractionOf(5n, 5n, 5n)).toBe(0)
})

test("kinds are listed by size, those of nothing left out", () => {
	expect(
		largestFirst({ grant: "5", daily: "9007199254740993", reversal: "0", bonus: "9007199254740992" }),
	).toEqual([
		["daily", 9_007_199_254_740_993n],
		["bonus", 9_007_199_254_740_992n],
		["grant", 5n],
	])
})
