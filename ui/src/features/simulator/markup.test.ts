import { expect, test } from "vitest"
import { piecesOf } from "./markup"

test("bold, code, members and instants are told from text", () => {
	expect(piecesOf("You paid **50 coins** to <@1227262751642416782> · `#4` <t:1795321074:R>.")).toEqual([
		{ kind: "text", text: "You paid " },
		{ kind: "bold", text: "50 coins" },
		{ kind: "text", text: " to " },
		{ kind: "mention", id: "1227262751642416782" },
		{ kind: "text", text: " · " },
		{ kind: "code", text: "#4" },
		{ kind: "text", text: " " },
		{ kind: "instant", iso: "2026-11-22T04:17:54.000Z", style: "R" },
		{ kind: "text", text: "." },
	])
})

test("what only looks like markup stays text", () => {
	for (const text of ["2 ** 3", "<@mira>", "<t:soon:R>", "`", "<img src=x onerror=alert(1)>", ""])
		expect(
			piecesOf(text)
				.map((piece) => ("text" in piece ? piece.text : piece.kind))
				.join(""),
		).toBe(text)
})
