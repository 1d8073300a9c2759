import { expect, test } from "../harness/fixtures"
import { lookAt } from "../harness/looks"

test("a command that nearly misses Discord's limit stands out, and leads to where its time went", async ({
	launch,
	dashboard,
	page,
}) => {
	const demo = await (await launch({ settings: { AURORA_STATS_INTERVAL: "1s" } })).ready()
	const { guild, mira, nova } = await demo.cast()
	await dashboard.open(`${demo.url}/commands`)
	await expect(page.getByText("No command was used since Aurora started.")).toBeVisible()
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "balance" })
	const table = page.getByRole("table", { name: "Commands" })
	await expect(table.getByRole("row", { name: "/balance" })).toBeVisible({ timeout: 7_000 })

	await demo.sim.set({ restLatencyMs: 2_200 })
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	await demo.sim.set({ restLatencyMs: 0 })
	const daily = table.getByRole("row", { name: "/daily" })
	await expect(daily).toContainText("1 near", { timeout: 7_000 })
	await expect(daily.getByRole("img", { name: /^7\d % of the 3 seconds/ })).toBeVisible()

	await table.getByRole("button", { name: "p99", exact: true }).click()
	await expect(table.getByRole("columnheader", { name: "p99", exact: true })).toHaveAttribute(
		"aria-sort",
		"descending",
	)
	await expect(table.getByRole("row").nth(1)).toContainText("/daily")
	expect(new URL(page.url()).searchParams.get("sort")).toBe("-p99")

	await demo.sim.fault("unknown_interaction", 2)
	await demo.sim
		.type({ guild: guild.id, user: nova.id, command: "daily" })
		.catch(() => "Discord shows no answer to the member")
	const causes = page.getByRole("region", { name: "Why they failed" })
	await expect(causes.getByRole("link", { name: /10062/ })).toBeVisible({ timeout: 7_000 })
	await lookAt(page, "commands-")
})

test("from the list one comes by keyboard to a command, and from its slowest use to where the time went", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, mira, nova } = await demo.cast()
	await demo.sim.set({ restLatencyMs: 400 })
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	await demo.sim.set({ restLatencyMs: 0 })
	await demo.sim.type({ guild: guild.id, user: nova.id, command: "daily" })
	await demo.sim.type({ guild: guild.id, user: nova.id, command: "daily" })
	await dashboard.open(`${demo.url}/commands`)
	await expect(page.getByRole("link", { name: "/daily" })).toBeVisible({ timeout: 7_000 })

	await page.keyboard.press("j")
	await page.keyboard.press("Enter")
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("/daily")
	const slowest = page.getByRole("list", { name: "Slowest uses" }).getByRole("link")
	await expect(slowest).toHaveCount(3)
	await expect(page.getByRole("region", { name: "Failures" })).toContainText("None that is still in the log.")
	await lookAt(page, "command-")

	await page.keyboard.press("j")
	await page.keyboard.press("Enter")
	const trace = page.getByRole("dialog", { name: "Trace" })
	await expect(trace.getByRole("region", { name: "Trace" })).toContainText(/callback\s*4\d\d ms/)
	await page.keyboard.press("Escape")
	await expect(trace).toBeHidden()
	await expect(slowest.first()).toBeFocused()

	await page.getByRole("button", { name: "Table" }).click()
	const minutes = page.getByRole("region", { name: "The last hour as a table" }).getByRole("row")
	await expect(minutes.nth(1).getByRole("cell").first()).toHaveText(/^[0-3]$/)
})

test("a command that nobody has used says so, and a failed request says with what until one succeeds", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(`${demo.url}/commands/quest`)
	await expect(page.getByRole("region", { name: "Not used of late" })).toBeVisible()

	const broken = { status: 503, json: { error: { code: "busy", message: "the log is busy" } } }
	await page.route("**/api/commands", (route) => route.fulfill(broken))
	await page.getByRole("link", { name: "All commands" }).click()
	const panel = page.getByRole("region", { name: "Used of late" })
	await expect(panel).toContainText("Could not be loaded: the log is busy busy")
	await expect(panel.getByRole("button", { name: "Retry" })).toBeVisible()
	await lookAt(page, "commands-failed-")
	await page.unroute("**/api/commands")
	await expect(panel).toContainText("No command was used", { timeout: 7_000 })
})
