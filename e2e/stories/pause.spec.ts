import { expect, test } from "../harness/fixtures"
import { flood } from "../harness/flood"
import { lookAt } from "../harness/looks"

test("a paused page stands still, counts what waits, and shows all of it when it goes on", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, mira } = await demo.cast()
	await dashboard.open(demo.url)
	const before = await dashboard.newest()

	await page.keyboard.press("Space")
	await dashboard.is("paused")
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	await demo.settled()
	const waiting = (await demo.api.head()) - before
	expect(waiting).toBeGreaterThan(0)
	await expect(dashboard.connection).toHaveText(`Paused, ${waiting} waiting`)
	expect(await dashboard.newest()).toBe(before)
	await lookAt(page, "paused-")

	await page.getByRole("button", { name: "Resume" }).click()
	await dashboard.isLive()
	await expect(dashboard.rows("economy.daily.claimed")).toContainText(mira.name)
	await expect.poll(() => dashboard.newest()).toBe(before + waiting)
})

test("a flood is gathered into lines that count, and an opened line shows each event", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(demo.url)
	const last = await flood(demo.url, 200, 8)
	await expect(dashboard.continuity).toHaveAttribute("data-seq", String(last))
	await expect(dashboard.continuity).toHaveText(/^0 lost of [\d,]+$/)

	const errors = dashboard.rows("quest.broken").filter({ hasText: "in 5 s" }).first()
	const count = Number(/×(\d+) in 5 s/.exec((await errors.textContent()) ?? "")?.[1])
	expect(count).toBeGreaterThan(1)
	await lookAt(page, "flood-", () => errors.getByRole("button", { name: "show each" }).click())
	await page.getByRole("button", { name: "Errors" }).click()
	await expect(
		dashboard.rows("quest.broken").filter({ hasText: "the mill has no miller" }).first(),
	).toBeVisible()
})
