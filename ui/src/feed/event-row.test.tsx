// @vitest-environment jsdom
import { cleanup, render, screen } from "@testing-library/react"
import { afterEach, expect, test } from "vitest"
import type { AuroraEvent } from "../live/events"
import { makeEvent } from "../testkit/make"
import { EventRow } from "./event-row"

afterEach(cleanup)

function row(other: Partial<AuroraEvent>): HTMLElement {
	render(
		<EventRow
			id="k"
			event={makeEvent(1042, other)}
			place={7}
			top={0}
			height={34}
			selected={false}
			within={false}
			lively={false}
		/>,
	)
	return screen.getByRole("article")
}

test("a row says its place, its severity as a word, its title and its message", () => {
	const article = row({ severity: "warn", title: "Slow command", message: "/pay took 2.31 s" })
	expect(article.dataset).toMatchObject({ seq: "1042", type: "economy.daily.claimed" })
	expect(article.getAttribute("aria-posinset")).toBe("7")
	expect(article.getAttribute("aria-setsize")).toBe("-1")
	expect(article.textContent).toContain("warn")
	expect(article.textContent).toContain("Slow command")
	expect(article.textContent).toContain("/pay took 2.31 s")
})

test("names are text, whatever they look like", () => {
	const message = "<img src=x onerror=alert(1)> claimed 130 coins"
	const article = row({ message, guild: { id: "1", name: "<script>alert(1)</script>" } })
	expect(article.querySelector("img, script")).toBeNull()
	expect(article.textContent).toContain(message)
})

test("names are isolated from what stands beside them", () => {
	const article = row({ message: "evil\u202egnp.exe paid", guild: { id: "1", name: "مرحبا" } })
	expect(article.textContent).not.toContain("\u202e")
	expect([...article.querySelectorAll("bdi")].map((text) => text.textContent)).toEqual([
		"Daily claimed",
		"evil‹U+202E›gnp.exe paid",
		"مرحبا",
	])
})
