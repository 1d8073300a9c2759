import fc from "fast-check"
import { expect, test } from "vitest"
import { visibleText } from "./visible-text"

test.each([
	["mira", "mira"],
	["Åsa さくら محمد", "Åsa さくら محمد"],
	["👩‍🚀 ❤️ 👍🏽", "👩‍🚀 ❤️ 👍🏽"],
	["می‌خواهم", "می‌خواهم"],
	["evil\u202egnp.exe", "evil‹U+202E›gnp.exe"],
	["a\u200bb", "a‹U+200B›b"],
	["\u200d", "‹U+200D›"],
	["one\ntwo\u0000", "one␊two␀"],
	["\u001b[31mred", "␛[31mred"],
	["\u3164", "‹U+3164›"],
	["\ud800", "\ufffd"],
])("%j is shown as %j", (text, shown) => {
	expect(visibleText(text)).toBe(shown)
})

test("a tower of marks is cut down", () => {
	expect(visibleText(`Z${"\u0301".repeat(500)}`)).toBe(`Z${"\u0301".repeat(4)}`)
})

test("a text of 32 KiB is cut", () => {
	expect(visibleText("x".repeat(32_768))).toBe(`${"x".repeat(400)}…`)
	expect(visibleText("😀".repeat(500)).isWellFormed()).toBe(true)
})

test("no text comes out with a control or direction character", () => {
	fc.assert(
		fc.property(fc.string({ unit: "binary" }), (text) => {
			expect(visibleText(text)).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u200b\u2060\ufeff]/u)
		}),
	)
})
