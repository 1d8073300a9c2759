// @vitest-environment jsdom
import { beforeEach, expect, test, vi } from "vitest"
import { Preference } from "./preference"

beforeEach(() => localStorage.clear())

const fresh = () => new Preference("aurora.test", ["system", "dark", "light"])

test("a choice is told to its readers once, and is there in the next visit", () => {
	const theme = fresh()
	const told = vi.fn()
	theme.subscribe(told)
	theme.choose("dark")
	theme.choose("dark")
	expect([theme.value(), told.mock.calls.length, fresh().value()]).toEqual(["dark", 1, "dark"])
})

test("a choice made in another tab holds in this one", () => {
	const theme = fresh()
	localStorage.setItem("aurora.test", "light")
	dispatchEvent(new StorageEvent("storage", { key: "aurora.test" }))
	expect(theme.value()).toBe("light")
})

test("what is kept and no choice any more is the first choice", () => {
	localStorage.setItem("aurora.test", "sepia")
	expect(fresh().value()).toBe("system")
})

test("where the browser keeps nothing a choice still holds until the page is closed", () => {
	const refuse = () => {
		throw new DOMException("", "SecurityError")
	}
	vi.spyOn(Storage.prototype, "getItem").mockImplementation(refuse)
	vi.spyOn(Storage.prototype, "setItem").mockImplementation(refuse)
	const theme = fresh()
	theme.choose("dark")
	expect(theme.value()).toBe("dark")
	vi.restoreAllMocks()
})
