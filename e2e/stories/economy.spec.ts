import type { Page } from "@playwright/test"
import type { Cast, Demo } from "../harness/demo"
import { expect, test } from "../harness/fixtures"
import { lookAt } from "../harness/looks"

const region = (page: Page, name: string) => page.getByRole("region", { name })

/** The guild's owner gives mira coins, of which she pays nova some. Returns the payment's reference. */
async function payment(demo: Demo, { guild, mira, nova }: Cast): Promise<string> {
	const granted = { user: mira.id, amount: 1_000_000_000_000, reason: "a prize" }
	const options = { user: nova.id, amount: 900, note: "for the map" }
	await demo.sim.type({
		guild: guild.id,
		user: mira.id,
		command: "eco",
		subcommand: "grant",
		options: granted,
	})
	const paid = await demo.sim.type({ guild: guild.id, user: mira.id, command: "pay", options })
	return paid.interactionId
}

test("coins are followed from the sums to one account and to both sides of an entry", async ({
	demo,
	dashboard,
	page,
}) => {
	const cast = await demo.cast()
	const ref = await payment(demo, cast)
	await dashboard.open(`${demo.url}/economy`)
	await expect(region(page, "Faucets and sinks")).toContainText("Grant+1,000,000,000,000")
	await expect(page.getByTestId("proof")).toHaveAttribute("data-state", "balanced", { timeout: 20_000 })
	const transfers = region(page, "Biggest transfers")
	await expect(transfers).toContainText("900")

	await transfers.getByRole("button", { name: "Both sides of: Transfer, 900" }).click()
	const entry = page.getByRole("dialog", { name: "Ledger entry" })
	await expect(entry).toContainText("−900")
	await expect(entry).toContainText("then 999,999,999,100")
	await expect(entry).toContainText("+900")
	await expect(entry).toContainText("for the map")
	await expect(page).toHaveURL(new RegExp(`ref=${ref}`))
	await lookAt(page, "economy-entry-", undefined, "[role=dialog]")

	await entry.getByRole("link", { name: cast.nova.name }).click()
	await expect(entry).toBeHidden()
	await expect(page.getByRole("main")).toContainText("Balance900")
	await expect(region(page, "History").getByRole("listitem")).toHaveCount(1)
	await lookAt(page, "economy-account-", undefined, "main")
})

test("an account is found by names or ids, and a transaction by what was pasted", async ({
	demo,
	dashboard,
	page,
}) => {
	const cast = await demo.cast()
	const ref = await payment(demo, cast)
	await dashboard.open(`${demo.url}/economy`)
	const explorer = region(page, "Ledger explorer")
	await explorer.getByLabel("Guild").fill("no such guild")
	await explorer.getByLabel("Member").fill(cast.mira.id)
	await explorer.getByRole("button", { name: "Show account" }).click()
	await expect(explorer).toContainText("No guild of this name was seen of late: paste the id instead.")

	await explorer.getByLabel("Entry reference").fill(` ${ref} `)
	await page.keyboard.press("Enter")
	await expect(page.getByRole("dialog", { name: "Ledger entry" })).toContainText("for the map")
	await page.keyboard.press("Escape")

	await explorer.getByLabel("Guild").fill(cast.guild.name)
	await explorer.getByLabel("Member").fill(cast.mira.name)
	await page.keyboard.press("Enter")
	await expect(page.getByRole("main")).toContainText("Balance999,999,999,100")
})

test("a long history is read page by page, and who never had coins is told from who has", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, mira, nova } = await demo.cast()
	await payment(demo, await demo.cast())
	for (let i = 0; i < 52; i++)
		await demo.sim.type({
			guild: guild.id,
			user: mira.id,
			command: "pay",
			options: { user: nova.id, amount: 1 },
		})
	await dashboard.open(`${demo.url}/economy/${guild.id}/${nova.id}`)
	const rows = region(page, "History").getByRole("listitem")
	await expect(rows).toHaveCount(50)
	await page.getByRole("button", { name: "Older entries" }).click()
	await expect(rows).toHaveCount(53)
	await expect(region(page, "History")).toContainText("53 entries shown, which is all")

	await page.goto(`${demo.url}/economy/${guild.id}/42`)
	await expect(page.getByRole("main")).toContainText("has ever had coins in this guild")
})

test("nothing yet, loading, and an answer that fails each look like themselves", async ({
	demo,
	dashboard,
	page,
}) => {
	let release = () => {}
	const held = new Promise<void>((resolve) => {
		release = resolve
	})
	await page.route("**/api/economy", async (route) => {
		await held
		await route.continue()
	})
	await dashboard.open(`${demo.url}/economy`)
	await expect(region(page, "Biggest transfers")).toContainText("Loading")
	release()
	await expect(region(page, "Biggest transfers")).toContainText("No member has paid another in 24 hours.")
	await expect(region(page, "Supply, last 24 hours")).toContainText("No coins yet.")

	await page.route("**/api/economy", (route) => route.fulfill({ status: 503, body: "" }))
	await expect(region(page, "The economy")).toContainText("Not updated", { timeout: 15_000 })
	await expect(region(page, "Biggest transfers")).toBeVisible()
	await page.reload()
	await expect(region(page, "The economy")).toContainText("Could not be loaded", { timeout: 15_000 })
	await expect(region(page, "Ledger explorer").getByLabel("Guild")).toBeEditable()
	await lookAt(page, "economy-failed-", undefined, "main")
	await page.unroute("**/api/economy")
	await page.getByRole("button", { name: "Retry" }).click()
	await expect(region(page, "Biggest transfers")).toBeVisible()
})
