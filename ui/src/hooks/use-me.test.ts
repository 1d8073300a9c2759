import { expect, test } from "vitest"
import { howAdmitted, lastAdmitted, type Me } from "./use-me"

const nobody: Me = {
	id: null,
	name: null,
	role: null,
	via: null,
	demo: false,
	login: "discord",
	reason: "signed_out",
	message: "sign in to see this",
	sim: false,
}
const mira: Me = {
	...nobody,
	id: "7",
	name: "mira",
	role: "admin",
	via: "session",
	reason: null,
	message: null,
}

test("who was let in is kept while they are signed out, and gives way to who comes next", () => {
	const nova: Me = { ...mira, id: "8", name: "nova", role: "viewer" }
	expect(lastAdmitted(mira, nobody)).toBe(mira)
	expect(lastAdmitted(mira, nova)).toBe(nova)
})

test("who was never let in is told why, as it changes", () => {
	const refused: Me = { ...nobody, reason: "not_on_list", id: "9" }
	expect(lastAdmitted(undefined, nobody)).toBe(nobody)
	expect(lastAdmitted(nobody, refused)).toBe(refused)
	expect(lastAdmitted(refused, mira)).toBe(mira)
})

test("the demo says that it signs in by itself, and why", () => {
	const local: Me = { ...mira, via: "local", demo: true }
	expect(howAdmitted(local)).toMatch(/signed in by itself.*from its own machine/)
	expect(howAdmitted({ ...local, demo: false })).not.toMatch(/demo/)
})
