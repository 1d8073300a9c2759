import type { Locator, Page } from "@playwright/test"
import { expect, test } from "../harness/fixtures"

test("the first story without a mouse: a claim comes, is found, read, filtered and left again", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, mira } = await demo.cast()
	await dashboard.open(demo.url)
	await page.keyboard.press("Space")
	await dashboard.is("paused")
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	await expect(dashboard.connection).toHaveText("Paused, 2 waiting")
	await page.keyboard.press("Space")
	await dashboard.isLive()
	const claim = dashboard.rows("economy.daily.claimed")
	await expect(claim).toHaveCount(1)

	await tabTo(page, page.getByRole("button", { name: "Economy", exact: true }))
	await page.keyboard.press("Enter")
	await expect(dashboard.rows("command.completed")).toHaveCount(0)
	await tabTo(page, dashboard.feed)
	await page.keyboard.press("PageDown")
	await expect(claim).toBeFocused()
	await page.keyboard.press("Enter")
	const details = page.getByRole("dialog", { name: "Daily claimed" })
	await expect(details).toContainText(mira.name)
	await tabTo(page, details.getByRole("button", { name: "Close" }))
	await page.keyboard.press("Enter")
	await expect(details).toBeHidden()
	await expect(claim).toBeFocused()

	await page.keyboard.press("Control+k")
	await page.keyboard.type("events")
	await page.keyboard.press("Enter")
	await expect(page.getByRole("heading", { level: 1, name: "Events" })).toBeFocused()
	await page.keyboard.press("g")
	await page.keyboard.press("o")
	await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeFocused()
})

/** Presses the tabulator until the focus is there; as often as no page should need. */
async function tabTo(page: Page, place: Locator) {
	for (let i = 0; i < 60; i++) {
		if (await place.evaluate((element) => element === document.activeElement)) return
		await page.keyboard.press("Tab")
	}
	throw new Error("the tabulator does not lead there")
}
