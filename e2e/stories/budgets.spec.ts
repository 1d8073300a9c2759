import type { Page } from "@playwright/test"
import { expect, test } from "../harness/fixtures"
import { flood } from "../harness/flood"

/** The greatest sum of layout shifts, and the most rows of the feed that may exist. */
const budget = { shift: 0.02, rows: 60 }

const paths = ["/", "/events", "/commands", "/shards", "/api-limits", "/economy", "/simulator", "/settings"]

test("from the first paint to a flood nothing moves of itself, and few rows exist", async ({
	demo,
	dashboard,
	page,
}) => {
	await countShifts(page)
	await page.setViewportSize({ width: 1_440, height: 2_400 })
	await dashboard.open(demo.url)
	const last = await flood(demo.url, 500, 4)
	await expect(dashboard.continuity).toHaveAttribute("data-seq", String(last))
	expect(await dashboard.feed.locator("article").count()).toBeLessThanOrEqual(budget.rows)
	await demo.sim.fault("drop", 0)
	await expect(dashboard.rows("shard.disconnected")).not.toHaveCount(0)
	expect(await shifts(page)).toBeLessThan(budget.shift)
})

for (const path of paths) {
	test(`${path} asks nobody but Aurora, and comes up without moving`, async ({ demo, dashboard, page }) => {
		const asked = new Set<string>()
		page.on("request", (request) => asked.add(new URL(request.url()).origin))
		page.on("websocket", (socket) => asked.add(new URL(socket.url()).origin.replace(/^ws/, "http")))
		await countShifts(page)
		await dashboard.open(demo.url + path)
		await page.waitForLoadState("networkidle")
		expect([...asked]).toEqual([demo.url])
		expect(await shifts(page)).toBeLessThan(budget.shift)
	})
}

/** Adds up, on every page from now on, how far things move that nobody has touched. */
async function countShifts(page: Page) {
	await page.addInitScript(() => {
		window.shifted = 0
		new PerformanceObserver((list) => {
			for (const shift of list.getEntries() as (PerformanceEntry & Shift)[])
				if (!shift.hadRecentInput) window.shifted += shift.value
		}).observe({ type: "layout-shift", buffered: true })
	})
}

function shifts(page: Page): Promise<number> {
	return page.evaluate(() => window.shifted)
}

type Shift = { value: number; hadRecentInput: boolean }

declare global {
	interface Window {
		shifted: number
	}
}
