import { expect, test } from "vitest"
import type { Proof } from "./economy"
import { verdictOf } from "./proof-words"

const proof: Proof = {
	balanced: true,
	drift: "0",
	checkedAt: "2026-11-22T04:16:08.731Z",
	accounts: 209,
	entries: 247,
	issued: "16100",
	burned: "0",
	supply: "16100",
}

test("a ledger that adds up says so, and one that was not checked does not", () => {
	expect(verdictOf(proof).state).toBe("balanced")
	expect(verdictOf({ ...proof, balanced: null }).state).toBe("unchecked")
	expect(verdictOf(null).state).toBe("unchecked")
})

test("a ledger that does not add up says by how much, whichever way", () => {
	const off = verdictOf({ ...proof, balanced: false, drift: "-9007199254740993" })
	expect(off).toMatchObject({ state: "off", title: "The ledger is off by 9,007,199,254,740,993" })
})

test("sums that agree again after an alarm still keep coins from being moved", () => {
	expect(verdictOf({ ...proof, balanced: false }).state).toBe("stopped")
})
