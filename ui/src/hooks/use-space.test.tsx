// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import { afterEach, expect, test } from "vitest"
import { useSpace } from "./use-space"

afterEach(cleanup)

function Page({ run }: { run: () => void }) {
	useSpace(run)
	return (
		<div>
			<p>text</p>
			<button type="button">press</button>
			<input aria-label="write" />
		</div>
	)
}

test("the space bar runs it, but not where it presses a button or writes, nor while it is held down", () => {
	let runs = 0
	render(<Page run={() => runs++} />)
	const press = (on: Element, other = {}) => fireEvent.keyDown(on, { key: " ", ...other })
	press(document.body)
	expect(press(screen.getByText("text"))).toBe(false) // and the page does not scroll
	expect(runs).toBe(2)
	expect(press(screen.getByRole("button"))).toBe(true)
	press(screen.getByLabelText("write"))
	press(document.body, { repeat: true })
	press(document.body, { ctrlKey: true })
	fireEvent.keyDown(document.body, { key: "p" })
	expect(runs).toBe(2)
})
