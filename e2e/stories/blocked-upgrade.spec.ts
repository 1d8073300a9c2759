import { CutProxy } from "../harness/cut-proxy"
import { expect, test } from "../harness/fixtures"
import { lookAt } from "../harness/looks"

test("a proxy that drops upgrades: the page polls and says why, and goes live when the proxy is mended", async ({
	launch,
	dashboard,
	page,
}) => {
	const proxy = await CutProxy.listen()
	proxy.dropsUpgrades = true
	const demo = await launch({ settings: { AURORA_ALLOWED_ORIGINS: proxy.origin } })
	await demo.ready()
	proxy.leadTo(demo.url)
	const { guild, mira, nova } = await demo.cast()

	await page.goto(proxy.origin)
	await dashboard.is("polling", 30_000)
	await expect(dashboard.blocked).toContainText("polling every 5 s")
	await expect(dashboard.blocked).toContainText("must pass the headers Upgrade and Connection")
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	const claims = dashboard.rows("economy.daily.claimed")
	await expect(claims.filter({ hasText: mira.name })).toHaveCount(1, { timeout: 15_000 })
	await lookAt(page, "polling-", async () => {
		await dashboard.blocked.getByText("How to set up the proxy").click()
	})

	proxy.dropsUpgrades = false
	await dashboard.blocked.getByRole("button", { name: "Try live now" }).click()
	await dashboard.isLive(30_000)
	await expect(dashboard.blocked).toBeHidden()
	await demo.sim.type({ guild: guild.id, user: nova.id, command: "daily" })
	await expect(claims).toHaveCount(2)
	await demo.settled()
	const log = await demo.api.log(0)
	await expect.poll(() => dashboard.newest()).toBe(log.at(-1)?.seq)
	const shown = await dashboard.allRows()
	expect(shown).toEqual(
		log
			.map(({ seq, type }) => ({ seq, type }))
			.reverse()
			.slice(0, shown.length),
	)
	await expect(dashboard.continuity).toHaveText(/^0 lost of [\d,]+$/)
	await proxy.close()
})
