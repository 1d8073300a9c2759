import type { Page } from "@playwright/test"
import { expect, test } from "../harness/fixtures"
import { lookAt } from "../harness/looks"
import { Program } from "../harness/program"

const region = (page: Page, name: string) => page.getByRole("region", { name })

/** By the way that every page has. */
const toOverview = (page: Page) =>
	page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Overview" }).click()

/** Uses a command on the page, as whoever is chosen. */
async function use(page: Page, command: string, options: Record<string, string> = {}) {
	const form = page.getByRole("form", { name: "Use a command" })
	await form.getByLabel("Command", { exact: true }).selectOption(command)
	for (const [name, value] of Object.entries(options)) {
		const field = form.getByLabel(new RegExp(`^${name}( \\(optional\\))?$`))
		if (await field.evaluate((element) => element instanceof HTMLSelectElement))
			await field.selectOption(value)
		else await field.fill(value)
	}
	await form.getByRole("button", { name: `Use /${command}` }).click()
}

test("a member's /pay from the Simulator page is answered there, and appears in Recent Events", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, mira, nova } = await demo.cast()
	await dashboard.open(demo.url)
	await page.keyboard.press("g")
	await page.keyboard.press("i")
	const form = page.getByRole("form", { name: "Use a command" })
	await form.getByLabel("Guild").selectOption(guild.id)
	await form.getByLabel("As").selectOption(mira.id)
	const newest = page.getByRole("list", { name: "Answers" }).getByRole("listitem").first()

	await use(page, "eco grant", { user: mira.id, amount: "20000", reason: "a prize" })
	await expect(newest).toContainText("20,000 coins were given")
	await use(page, "pay", { user: nova.id, amount: "15000", note: "for the map" })
	await expect(newest).toContainText("Is this right?")
	await lookAt(page, "simulator-answer-", undefined, "[aria-label='Answers']")
	await newest.getByRole("button", { name: "Confirm" }).click()
	await expect(newest).toContainText("You paid 15,000 coins to")
	await expect(newest.getByRole("button")).toHaveCount(0)

	await toOverview(page)
	const row = dashboard.rows("economy.transfer.completed")
	await expect(row).toHaveCount(1)
	await expect(row).toContainText("15,000")
})

test("what Discord delivers twice is paid once, and what it refuses is said", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, mira } = await demo.cast()
	await dashboard.open(`${demo.url}/simulator`)
	const form = page.getByRole("form", { name: "Use a command" })
	await form.getByLabel("Guild").selectOption(guild.id)
	await form.getByLabel("As").selectOption(mira.id)
	await form.getByLabel("Discord delivers it twice").check()
	await use(page, "daily")
	const newest = page.getByRole("list", { name: "Answers" }).getByRole("listitem").first()
	await expect(newest).toContainText("and the second time")
	await expect(newest.getByRole("article")).toHaveCount(2)
	expect(await demo.sim.balance(guild, mira)).toBe(100n)

	await use(page, "pay")
	await expect(newest.getByRole("alert")).toContainText("option_required")
})

test("a latency spike from the Simulator page shows on the Avg Latency card", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(`${demo.url}/simulator`)
	const weather = region(page, "Weather")
	await weather.getByLabel("Jitter").fill("0")
	await page.keyboard.press("Enter")
	await weather.getByRole("button", { name: "Spike, 400" }).click()
	await expect(weather.getByLabel("Gateway latency")).toHaveValue("400")
	await expect(region(page, "The dashboard now")).toContainText(/Avg Latency4[0-9]\d ms/)
	await toOverview(page)
	await expect(dashboard.card("Avg Latency")).toHaveText(/^4[0-9]\d ms$/)

	await page.goBack()
	await weather.getByLabel("Gateway latency").fill("fast")
	await page.keyboard.press("Enter")
	await expect(weather).toContainText("A number from 0 to 60,000, in ms.")
})

test("a connection that is dropped by a press is resumed, and the page tells both", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(`${demo.url}/simulator`)
	const faults = region(page, "Faults")
	await faults.getByLabel("Shard").selectOption("0")
	await faults.getByRole("button", { name: "Drop the connection" }).click()
	await expect(faults.getByRole("list", { name: "Last faults" })).toContainText(
		"Drop the connectionshard 0, met 1 time",
	)
	await expect
		.poll(async () => (await demo.api.page("type=shard.resumed")).events.length, { timeout: 15_000 })
		.toBe(1)
	await expect(region(page, "The dashboard now")).toContainText("Shards ready2 of 2")
	await expect(region(page, "On Discord's side")).toContainText("The bot has kept all of Discord's rules.")
})

test("where Discord is the real one there is no simulator, and the address says so", async ({
	page,
	scratch,
}) => {
	const serve = new Program(["serve", "--addr", "127.0.0.1:0"], scratch, {
		AURORA_DISCORD_TOKEN: "NzQyMzI3OTM0NTU5NDA0Mzg.GAbCdE.abcdefghijklmnopqrstuvwxyz0123456789AB",
		AURORA_DISCORD_API_URL: "http://127.0.0.1:9",
		AURORA_DATABASE_URL: "sqlite::memory:",
	})
	try {
		await page.goto(`${await serve.address("dashboard")}/simulator`)
		await expect(page.getByRole("main")).toContainText("There is no simulated Discord here")
		await expect(
			page.getByRole("navigation", { name: "Pages" }).getByRole("link", { name: "Economy" }),
		).toBeVisible()
		await expect(page.getByRole("link", { name: "Simulator" })).toHaveCount(0)
	} finally {
		serve.kill("SIGTERM")
		await serve.exited
	}
})

test("a 429 that is made by a press is told with its scope, and counted", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(`${demo.url}/simulator`)
	await region(page, "Faults").getByRole("button", { name: "429, each bucket" }).click()
	await use(page, "balance")
	const limited = async () =>
		(await demo.api.page("type=rest.ratelimited")).events.map(({ data }) => data?.scope)
	await expect.poll(limited, { timeout: 15_000 }).toEqual(["user"])
	await expect(region(page, "The dashboard now")).toContainText(/429 in 5 min[1-9]/, { timeout: 10_000 })
})
