import type { Page } from "@playwright/test"
import { expect, test } from "../harness/fixtures"
import { coins } from "../harness/simulator"

const atOnce = { timeout: 1_000 }

test("daily claims show in Recent Events at once, without reload or polling", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, members } = await demo.cast()
	await dashboard.open(demo.url)
	const requests = requestsFromNow(page)

	for (const member of members.slice(0, 10)) {
		const reply = await demo.sim.type({ guild: guild.id, user: member.id, command: "daily" })

		const claim = dashboard
			.rows("economy.daily.claimed")
			.filter({ hasText: `${member.name} claimed 100 coins` })
		await expect(claim).toHaveCount(1, atOnce)
		expect(coins(reply)).toBe(100n)
	}
	expect(requests).toEqual([])
})

test("a payment shows at once with both names and its amount, and no coin is made or lost", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, mira, nova } = await demo.cast()
	const balances = () => Promise.all([demo.sim.balance(guild, mira), demo.sim.balance(guild, nova)])
	await dashboard.open(demo.url)
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	expect(await balances()).toEqual([100n, 0n])
	const requests = requestsFromNow(page)

	await demo.sim.type({
		guild: guild.id,
		user: mira.id,
		command: "pay",
		options: { user: nova.id, amount: 37 },
	})

	const payment = dashboard.rows("economy.transfer.completed")
	await expect(payment).toHaveCount(1, atOnce)
	await expect(payment).toContainText(mira.name)
	await expect(payment).toContainText(nova.name)
	await expect(payment).toContainText("37")
	await expect(dashboard.rows("economy.daily.claimed")).toContainText(mira.name)
	expect(requests).toEqual([])
	expect(await balances()).toEqual([63n, 37n])
})

/** Everything the page asks the server for after this call: navigation, fetch, anything. */
function requestsFromNow(page: Page): string[] {
	const requests: string[] = []
	page.on("request", (request) => requests.push(`${request.method()} ${request.url()}`))
	return requests
}
