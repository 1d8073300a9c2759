import { expect, test } from "vitest"
import type { Entry, Party } from "./economy"
import { sideOf } from "./side"

const guild = { id: "1", name: "Café" }
const party = (id: string): Party => ({ kind: "member", id, name: id, guild })
const entry: Entry = {
	id: "906.0",
	time: "2026-11-22T04:16:23.916Z",
	kind: "transfer",
	ref: "1573915024974414884",
	from: party("mira"),
	to: party("nova"),
	amount: "25",
	fromBalance: "59",
	toBalance: "125",
	note: "",
	by: null,
	seq: 906,
}

test("who paid lost what who was paid has got", () => {
	expect(sideOf(entry, "mira")).toEqual({ change: -25n, after: "59", other: entry.to, word: "to" })
	expect(sideOf(entry, "nova")).toEqual({ change: 25n, after: "125", other: entry.from, word: "from" })
})
