import { expect, test } from "vitest"
import { inHeldOrder, parseSort, sorted, sortText } from "./sort"

const fallback = { key: "calls", descending: true }
const keys = ["calls", "p99"]

test.each([
	["p99", { key: "p99", descending: false }],
	["-p99", { key: "p99", descending: true }],
	["p50", fallback],
	["", fallback],
	[undefined, fallback],
])("%s in the URL orders by %o", (text, sort) => {
	expect(parseSort(text, keys, fallback)).toEqual(sort)
})

test("an order comes out of the URL as it went in", () => {
	const sort = { key: "p99", descending: true }
	expect(parseSort(sortText(sort), keys, fallback)).toEqual(sort)
})

test("what was not measured is last from either end, and 0 is measured", () => {
	const rows = [null, 3, 0, null, 12]
	expect(sorted(rows, (row) => row, false)).toEqual([0, 3, 12, null, null])
	expect(sorted(rows, (row) => row, true)).toEqual([12, 3, 0, null, null])
})

test("equals stay as the server has them", () => {
	const rows = ["b1", "a1", "b2", "a2"]
	expect(sorted(rows, (row) => row[0] ?? null, false)).toEqual(["a1", "a2", "b1", "b2"])
})

test("rows that are held stay under the mouse; what is new comes last, what is gone leaves no hole", () => {
	const held = ["daily", "pay", "gone"]
	expect(inHeldOrder(["new", "pay", "daily"], (name) => name, held)).toEqual(["daily", "pay", "new"])
})
