// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from "@testing-library/react"
import * as v from "valibot"
import { afterEach, expect, test, vi } from "vitest"
import { MessageView } from "./message-view"
import { replySchema } from "./reply"

afterEach(cleanup)

const guild = { id: "1", name: "Café", shard: 0, members: [{ id: "2", name: "nova\u202e", bot: false }] }

function answer(response: object) {
	const reply = v.parse(replySchema, { interactionId: "9", ackMs: 1, response: { id: "8", ...response } })
	if (!reply.response) throw new Error("there is no message")
	return reply.response
}

test("an answer is shown with its members by name, and its buttons can be pressed", () => {
	const onPress = vi.fn()
	const message = answer({
		flags: 64,
		embeds: [
			{
				title: "Is this right?",
				description: "You pay **5 coins** to <@2>.",
				color: 255,
				footer: { text: "30 s" },
			},
		],
		components: [{ type: 1, components: [{ type: 2, custom_id: "yes", label: "Confirm", style: 3 }] }],
	})
	render(<MessageView message={message} guild={guild} busy={false} onPress={onPress} />)
	const shown = screen.getByRole("article").textContent
	expect(shown).toContain("You pay 5 coins to @nova‹U+202E›.")
	expect(shown).toContain("Only this member sees it")
	fireEvent.click(screen.getByRole("button", { name: "Confirm" }))
	expect(onPress).toHaveBeenCalledWith(expect.objectContaining({ custom_id: "yes" }))
})

test("what an answer says is text, whatever it looks like", () => {
	const message = answer({
		content: "<img src=x onerror=alert(1)>",
		embeds: [{ description: "<script>alert(1)</script>" }],
	})
	render(<MessageView message={message} guild={guild} busy={false} onPress={() => {}} />)
	expect(screen.getByRole("article").querySelector("img, script")).toBeNull()
	expect(screen.getByRole("article").textContent).toContain("<script>alert(1)</script>")
})
