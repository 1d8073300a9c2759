import { expect, test } from "../harness/fixtures"
import { isPrivate, textOf } from "../harness/simulator"

test.describe("a payment that cannot be is refused in private, with the reason, and moves nothing", () => {
	const cases = [
		{ name: "of 0", amount: 0, to: "nova", reason: /at least 1 coin/ },
		{ name: "of −5", amount: -5, to: "nova", reason: /at least 1 coin/ },
		{ name: "to oneself", amount: 5, to: "mira", reason: /yourself/ },
		{ name: "to a bot", amount: 5, to: "bot", reason: /bot/ },
		{ name: "of more than one has", amount: 101, to: "nova", reason: /100 coins, not 101/ },
	] as const

	for (const { name, amount, to, reason } of cases) {
		test(name, async ({ demo }) => {
			const cast = await demo.cast()
			const { guild, mira, nova } = cast
			await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })

			const reply = await demo.sim.type({
				guild: guild.id,
				user: mira.id,
				command: "pay",
				options: { user: cast[to].id, amount },
			})

			expect(isPrivate(reply)).toBe(true)
			expect(textOf(reply)).toMatch(reason)
			expect(await demo.sim.balance(guild, mira)).toBe(100n)
			expect(await demo.sim.balance(guild, nova)).toBe(0n)
			const log = await demo.api.log()
			expect(log.filter((event) => event.type === "economy.transfer.completed")).toEqual([])
			expect(log.filter(({ severity }) => severity === "error" || severity === "critical")).toEqual([])
		})
	}
})

test("an interaction that Discord delivers twice pays once and is answered alike", async ({ demo }) => {
	const { guild, mira, nova } = await demo.cast()
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })

	const deliveries = await demo.sim.typeTwice({
		guild: guild.id,
		user: mira.id,
		command: "pay",
		options: { user: nova.id, amount: 30 },
	})

	expect(deliveries).toHaveLength(2)
	expect(deliveries.map(textOf)[1]).toBe(deliveries.map(textOf)[0])
	expect(await demo.sim.balance(guild, mira)).toBe(70n)
	expect(await demo.sim.balance(guild, nova)).toBe(30n)
	const log = await demo.api.log()
	expect(log.filter((event) => event.type === "economy.transfer.completed")).toHaveLength(1)
})
