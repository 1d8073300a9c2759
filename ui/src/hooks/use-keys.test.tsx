// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import { afterEach, expect, test } from "vitest"
import { singleKeys } from "../lib/preferences"
import { useKeys } from "./use-keys"

afterEach(() => {
	cleanup()
	singleKeys.choose("on")
})

let ran: string[] = []

function Page({ dialog = false }: { dialog?: boolean }) {
	useKeys({
		" ": () => ran.push("space"),
		j: () => ran.push("j"),
		u: () => ran.push("u"),
		"?": () => ran.push("?"),
	})
	return (
		<div>
			<p>text</p>
			<button type="button">press</button>
			<input aria-label="write" />
			{dialog && <div data-modal="">ask</div>}
		</div>
	)
}

function pressing(...presses: [Element, string, object?][]): string[] {
	ran = []
	for (const [on, key, other] of presses) fireEvent.keyDown(on, { key, ...other })
	return ran
}

test("the space bar runs it and scrolls nothing, but not where it presses a button or writes", () => {
	render(<Page />)
	expect(fireEvent.keyDown(screen.getByText("text"), { key: " " })).toBe(false)
	expect(fireEvent.keyDown(screen.getByRole("button"), { key: " " })).toBe(true)
	expect(pressing([document.body, " "], [screen.getByLabelText("write"), " "])).toEqual(["space"])
})

test("a letter runs on a button too, in either case, but not with a modifier", () => {
	render(<Page />)
	const button = screen.getByRole("button")
	expect(pressing([button, "u"], [button, "U", { shiftKey: true }])).toEqual(["u", "u"])
	expect(pressing([button, "u", { ctrlKey: true }], [button, "u", { metaKey: true }])).toEqual([])
	expect(pressing([button, "?", { shiftKey: true }])).toEqual(["?"])
})

test("of the keys held down only J and K go on", () => {
	render(<Page />)
	const held = { repeat: true }
	expect(
		pressing([document.body, "u", held], [document.body, "j", held], [document.body, " ", held]),
	).toEqual(["j"])
})

test("under a dialog, and once they are turned off, single keys do nothing", () => {
	const { rerender } = render(<Page dialog />)
	expect(pressing([document.body, "u"])).toEqual([])
	rerender(<Page />)
	expect(pressing([document.body, "u"])).toEqual(["u"])
	singleKeys.choose("off")
	expect(pressing([document.body, "u"], [document.body, " "])).toEqual([])
})
