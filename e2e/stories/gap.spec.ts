import { CutProxy } from "../harness/cut-proxy"
import { expect, test } from "../harness/fixtures"
import { flood } from "../harness/flood"
import { lookAt } from "../harness/looks"

/** More than the server replays. */
const missed = { rate: 3_000, seconds: 4 }

test("more was missed than can be replayed: the page says how much, loads it when asked, and can let it be", async ({
	launch,
	dashboard,
	page,
}) => {
	test.slow()
	const proxy = await CutProxy.listen()
	const demo = await launch({ settings: { AURORA_ALLOWED_ORIGINS: proxy.origin } })
	await demo.ready()
	proxy.leadTo(demo.url)
	await dashboard.open(proxy.origin)
	const seen = await dashboard.newest()

	proxy.cut()
	const last = await flood(demo.url, missed.rate, missed.seconds)
	expect(last - seen).toBeGreaterThan(10_000)
	// The page polls when it cannot connect: should that come first, it would fetch all of it and miss nothing.
	await page.route("**/api/events?after=*", (route) => route.abort())
	proxy.mend()
	await dashboard.isLive(60_000)

	await expect(dashboard.continuity).toHaveText(/^[1-9][\d,]* lost of/)
	await dashboard.feed.evaluate((feed) => {
		feed.scrollTop = feed.scrollHeight
	})
	const gap = dashboard.feed.locator("article[data-mark]").filter({ hasText: "not loaded" })
	await expect(gap).toContainText(/^[\d,]+ events not loaded/)
	await lookAt(page, "gap")
	const before = await lost()
	await gap.getByRole("button", { name: "Load" }).click()
	await expect.poll(lost).toBe(before - 2_000)
	await dashboard.feed.evaluate((feed) => {
		feed.scrollTop = feed.scrollHeight
	})
	await gap.getByRole("button", { name: "Skip" }).click()
	await expect(gap).toHaveCount(0)
	expect(await lost()).toBe(before - 2_000)
	await proxy.close()

	async function lost(): Promise<number> {
		const text = (await dashboard.continuity.textContent()) ?? ""
		return Number(text.split(" ")[0]?.replaceAll(",", ""))
	}
})
