import { expect, test } from "../harness/fixtures"

test("the feed stands still under the mouse, counts what waits, and the pill leads back to now", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, members } = await demo.cast()
	await dashboard.open(demo.url)
	await dashboard.feed.hover()
	const before = await dashboard.newest()

	for (const member of members.slice(0, 3))
		await demo.sim.type({ guild: guild.id, user: member.id, command: "daily" })

	const pill = page.getByRole("button", { name: /^6 new events$/ })
	await expect(pill).toBeVisible()
	expect(await dashboard.newest()).toBe(before)
	await pill.click()
	await expect(dashboard.rows("economy.daily.claimed")).toHaveCount(3)
})

test("filters live in the URL, survive a reload, and can be cleared", async ({ demo, dashboard, page }) => {
	const { guild, mira } = await demo.cast()
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	await dashboard.open(demo.url)
	await page.getByRole("button", { name: "Economy" }).click()
	await expect(dashboard.rows("economy.daily.claimed")).toHaveCount(1)
	await expect(dashboard.rows("command.completed")).toHaveCount(0)
	expect(new URL(page.url()).searchParams.get("type")).toBe("economy.*")

	await page.reload()
	await expect(page.getByRole("button", { name: "Economy" })).toHaveAttribute("aria-pressed", "true")
	await page.keyboard.press("/")
	await page.keyboard.press("End")
	await page.keyboard.type(" no such thing")
	await expect(page.getByText(/^0 of [\d,]+ match\.$/)).toBeVisible()
	await page.getByRole("button", { name: "Clear" }).click()
	await expect(dashboard.rows("command.completed")).toHaveCount(1)
	expect(new URL(page.url()).search).toBe("")
})

test("with the keyboard alone one goes from row to row, opens one and sees what it cost", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, mira, nova } = await demo.cast()
	await dashboard.open(demo.url)
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	const options = { user: nova.id, amount: 37 }
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "pay", options })
	await expect(dashboard.rows("economy.transfer.completed")).toHaveCount(1)
	await expect(dashboard.rows("command.completed")).toHaveCount(2)

	await page.keyboard.press("j")
	await page.keyboard.press("j")
	await page.keyboard.press("Enter")

	const details = page.getByRole("dialog", { name: "Transfer completed" })
	await expect(details).toContainText(`${mira.name} paid 37 coins to ${nova.name}`)
	await expect(details.getByRole("region", { name: "Trace" })).toContainText("database")
	await expect(details.getByRole("region", { name: "Related events" })).toContainText("Command completed")
	const link = page.url()
	await page.keyboard.press("Escape")
	await expect(details).toBeHidden()
	await page.goto(link)
	await expect(details).toContainText("37 coins")
})

test("the log is read backwards from the newest event, by the same filters", async ({
	demo,
	dashboard,
	page,
}) => {
	const { guild, members } = await demo.cast()
	for (const member of members.slice(0, 4))
		await demo.sim.type({ guild: guild.id, user: member.id, command: "daily" })
	await demo.settled()
	const claims = (await demo.api.log()).filter(({ type }) => type === "economy.daily.claimed")

	await page.goto(`${demo.url}/events?view=history&type=economy.*`)
	await dashboard.isLive()
	const rows = page.getByRole("feed", { name: "History" }).locator("article[data-seq]")
	await expect(rows).toHaveCount(claims.length)
	const seqs = await rows.evaluateAll((all) => all.map((row) => Number((row as HTMLElement).dataset.seq)))
	expect(seqs.sort((a, b) => b - a)).toEqual(claims.map(({ seq }) => seq).reverse())
	await expect(page.getByText("4 events, and no older one")).toBeVisible()
	await expect(page.getByRole("link", { name: "Export as CSV" })).toHaveAttribute(
		"href",
		/^\/api\/events\/export\?format=csv&type=economy/,
	)
})
