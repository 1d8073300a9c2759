import { expect, test } from "vitest"
import { commandsOf, interactionOf, spoken } from "./commands"
import type { Option, SimGuild } from "./sim-state"

const option = (name: string, type: number): Option => ({
	name,
	type,
	description: "",
	required: false,
	choices: [],
})
const [user, amount, note] = [option("user", 6), option("amount", 4), option("note", 3)]
const pay = {
	name: "pay",
	type: 1,
	description: "",
	options: [user, amount, note].map((o) => ({ ...o, options: [] })),
}
const eco = {
	name: "eco",
	type: 1,
	description: "",
	options: [{ ...option("grant", 1), options: [user, amount] }],
}
const guild: SimGuild = { id: "1", name: "Café", shard: 0, members: [{ id: "2", name: "nova", bot: false }] }

test("a subcommand is picked like a command, and sent as its own field", () => {
	const commands = commandsOf({ commands: [pay, eco] })
	expect(commands.map(({ name }) => name)).toEqual(["eco grant", "pay"])
	const [grant] = commands
	if (!grant) throw new Error("there is no command")
	expect(interactionOf(guild, "9", grant, { user: "2", amount: "100" })).toEqual({
		guild: "1",
		user: "9",
		command: "eco",
		subcommand: "grant",
		options: { user: "2", amount: 100 },
	})
})

test("what is left empty is left out; what is no number is sent as it was typed, to be refused", () => {
	expect(interactionOf(guild, "9", pay, { user: "", amount: "many", note: "5" })).toMatchObject({
		options: { amount: "many", note: "5" },
	})
})

test("members are called by their names in what was said", () => {
	expect(spoken(pay, { user: "2", amount: "5" }, guild)).toBe("/pay user: nova amount: 5")
})
