import { expect, test } from "vitest"
import { makeEvent } from "../../testkit/make"
import { distinct, idOf, knownHolders } from "./find-account"

const known = [
	{ id: "236479582720317963", name: "Mira" },
	{ id: "236479582720317964", name: "Nova" },
	{ id: "236479582720317965", name: "nova" },
	{ id: "7", name: "1234" },
]

test("a name finds its id, in either case, and so does the id itself", () => {
	expect(idOf(" mira ", known, "member")).toEqual({ id: "236479582720317963" })
	expect(idOf("999", known, "member")).toEqual({ id: "999" })
	expect(idOf("1234", known, "member")).toEqual({ id: "7" })
})

test("what names nobody, or more than one, says what to do", () => {
	expect(idOf("", known, "guild")).toMatchObject({ fault: expect.stringContaining("Which guild?") })
	expect(idOf("NOVA", known, "member")).toMatchObject({ fault: expect.stringContaining("2 are called that") })
	expect(idOf("zoe", known, "member")).toMatchObject({ fault: expect.stringContaining("paste the id") })
})

test("those who did something of late are known, each once", () => {
	const guild = { id: "1", name: "Café" }
	const user = { id: "2", name: "mira" }
	const events = [makeEvent(1, { guild, user }), makeEvent(2, { guild, user }), makeEvent(3)]
	expect(knownHolders(undefined, events)).toEqual([{ guild, user }])
	expect(distinct([guild, guild])).toEqual([guild])
})
