import { expect, test } from "../harness/fixtures"
import { lookAt } from "../harness/looks"

test("a shard that is cut off is seen to go and to come back, by tile, log and table", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(`${demo.url}/shards`)
	const tile = page.getByRole("button", { name: /^Shard 1\b/ })
	const log = page.getByRole("region", { name: "Reconnect log", exact: true }).getByRole("listitem")
	await expect(tile).toContainText("ready")
	await expect(log).toHaveCount(2)

	await demo.sim.fault("drop", 0, 1)
	await expect(log.filter({ hasText: "Shard resumed" })).toBeVisible({ timeout: 10_000 })
	await expect(tile).toContainText("ready", { timeout: 7_000 })
	await tile.click()
	expect(new URL(page.url()).searchParams.get("shard")).toBe("1")
	await expect(page.getByRole("region", { name: "Reconnect log of shard 1" })).toContainText("Shard resumed")
	await lookAt(page, "shards-")

	await page.getByRole("button", { name: "Table" }).click()
	const table = page.getByRole("table", { name: "Shards" })
	await table.getByRole("button", { name: "Resumes" }).click()
	await expect(table.getByRole("row").nth(1)).toContainText(/^1ready/)
	await lookAt(page, "shards-table-")
	await page.reload()
	await expect(table.getByRole("columnheader", { name: "Resumes" })).toHaveAttribute(
		"aria-sort",
		"descending",
	)
})

test("a bot that Discord refuses is told to be down, with the reason, since when, and how to mend it", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(`${demo.url}/shards`)
	await expect(page.getByRole("region", { name: "Identify budget" })).toContainText("session starts left")
	const wrong = page.getByRole("region", { name: "What is wrong" })
	await expect(wrong).toBeHidden()

	await demo.sim.fault("invalid_token", 60)

	await expect(wrong).toContainText("Bot down: Discord refuses the bot", { timeout: 15_000 })
	await expect(wrong).toContainText("To mend it: reset the token")
	await expect(wrong).toContainText("Since ")
	await expect(page.getByRole("button", { name: /^Shard 0\b/ })).toContainText("disconnected")
	await lookAt(page, "shards-down-")
})
