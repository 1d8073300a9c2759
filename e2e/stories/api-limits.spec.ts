import { expect, test } from "../harness/fixtures"
import { lookAt } from "../harness/looks"

test("a rate limit shows by its scope, in the budget of invalid requests, at its route and in the log", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, mira } = await demo.cast()
	await dashboard.open(`${demo.url}/api-limits`)
	const budget = page.getByRole("region", { name: "Invalid requests" })
	await expect(budget).toContainText("Discord has refused nothing.")

	await demo.sim.fault("rate_limit_user", 1)
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "balance" })

	const seen = { timeout: 7_000 }
	await expect(page.getByRole("region", { name: "429 by scope" })).toContainText(
		/^.*User.*request\.1Global/,
		seen,
	)
	await expect(budget).toContainText("1 of 10,000 in 10 minutes")
	await expect(budget).toContainText("becomes 10 in 10 minutes")
	const route = page.getByRole("table", { name: "Routes" }).getByRole("row", { name: /callback/ })
	await expect(route.getByRole("cell").nth(4)).toHaveText("1")
	await expect(page.getByRole("region", { name: "Limits and refusals" }).last()).toContainText(
		"Rate limited by Discord",
	)
	await lookAt(page, "api-limits-")

	await page.getByRole("link", { name: /Rate limited by Discord/ }).click()
	await expect(page.getByRole("dialog", { name: "Rate limited by Discord" })).toBeVisible()
	expect(new URL(page.url()).searchParams.get("event")).toMatch(/^\d+$/)
})
