import type { Page } from "@playwright/test"
import { CutProxy } from "../harness/cut-proxy"
import type { Dashboard } from "../harness/dashboard"
import type { Demo } from "../harness/demo"
import { test as base, expect } from "../harness/fixtures"
import { flood } from "../harness/flood"
import { lookAt } from "../harness/looks"

// Each state of the connection, come to as it comes in life, told as it should be, and looked at. Paused, polling and
// gap have stories of their own.

type Wired = { cable: CutProxy; wired: Demo }

const test = base.extend<Wired>({
	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
	cable: async ({}, use) => {
		const cable = await CutProxy.listen()
		await use(cable)
		await cable.close()
	},

	/** A demo that is reached by the cable alone. */
	wired: async ({ launch, cable }, use) => {
		// Slower than usual, so that there is time for pictures of what lasts for some intervals.
		const settings = { AURORA_ALLOWED_ORIGINS: cable.origin, AURORA_STATS_INTERVAL: "10s" }
		const demo = await (await launch({ settings })).ready()
		cable.leadTo(demo.url)
		await use(demo)
	},
})

test("connecting: everything has its place before there is a figure", async ({
	wired: demo,
	cable,
	dashboard,
	page,
}) => {
	cable.hold(/^GET \/(api|ws)\b/)
	await page.goto(cable.origin)
	await dashboard.is("connecting")
	await expect(dashboard.banner).toBeHidden()
	const before = await places(page)
	await lookIn(page, dashboard, "connecting")
	cable.mend()
	await dashboard.isLive(30_000)
	await expect(dashboard.feed.locator("article")).not.toHaveCount(0)
	expect(await places(page)).toEqual(before)
	expect(demo.isRunning).toBe(true)
})

test("live: how old the newest word is", async ({ demo, dashboard, page }) => {
	await dashboard.open(demo.url)
	await expect(dashboard.connection).toHaveText(/^LIVE \d+\.\ds$/)
	await lookIn(page, dashboard, "live")
})

test("stale, then reconnecting: a server that falls silent is noticed, and nothing moves", async ({
	wired: demo,
	cable,
	dashboard,
	page,
}) => {
	test.slow()
	await dashboard.open(cable.origin)
	await typeSome(demo)
	const before = await places(page)
	cable.allow(0)
	await dashboard.is("stale", 40_000)
	await expect(dashboard.connection).toHaveText(/^Last update \d+ s ago$/)
	expect(await places(page)).toEqual(before)
	await lookIn(page, dashboard, "stale")

	await dashboard.is("reconnecting", 40_000)
	await expect(dashboard.banner).toContainText(/Nothing was heard for \d+ s/)
	await expect(dashboard.banner.getByRole("button", { name: "Retry now" })).toBeVisible()
	expect(await places(page)).toEqual(before)
	await lookIn(page, dashboard, "reconnecting")
	cable.mend()
	await dashboard.isLive(40_000)
	await expect(dashboard.banner).toBeHidden()
})

test("offline: no countdown, and the page goes on by itself", async ({
	wired: demo,
	cable,
	dashboard,
	page,
	context,
}) => {
	test.slow()
	await dashboard.open(cable.origin)
	await typeSome(demo)
	await context.setOffline(true)
	cable.allow(0)
	await dashboard.is("offline", 25_000)
	await expect(dashboard.banner).toContainText("You are offline")
	await expect(dashboard.banner.getByRole("button")).toHaveCount(0)
	await lookIn(page, dashboard, "offline")
	cable.mend()
	await context.setOffline(false)
	await dashboard.isLive(10_000)
})

test("resuming: how much of what was missed is here", async ({ wired: demo, cable, dashboard, page }) => {
	test.slow()
	await dashboard.open(cable.origin)
	const before = await dashboard.newest()
	cable.cut()
	const last = await flood(demo.url, 3_000, 1)
	await dashboard.is("reconnecting")
	cable.mend()
	// What is polled would take the bytes that are for the socket.
	cable.hold(/^GET \/api\b/)
	cable.allow(400_000)
	await dashboard.is("resuming", 40_000)
	await expect(dashboard.connection).toHaveText(
		new RegExp(`^Catching up [1-9][\\d,]* of ${(last - before).toLocaleString("en")}$`),
	)
	await lookIn(page, dashboard, "resuming")
	cable.mend()
	await dashboard.isLive(10_000)
	await expect(dashboard.continuity).toHaveText(/^0 lost of [\d,]+$/)
})

test("new version: a word of it, and no reload under the reader", async ({ demo, dashboard, page }) => {
	let updated = false
	await page.routeWebSocket(/\/ws/, (socket) => {
		const server = socket.connectToServer()
		server.onMessage((text) =>
			socket.send(updated ? String(text).replace(/"version":"[^"]*"/, '"version":"9.9.9"') : text),
		)
	})
	await dashboard.open(demo.url)
	await page.evaluate(() => {
		window.loadedOnce = true
	})
	updated = true
	await expect(page.getByRole("button", { name: "New version" })).toBeVisible({ timeout: 15_000 })
	expect(await page.evaluate(() => window.loadedOnce)).toBe(true)
	await dashboard.isLive()
	await lookIn(page, dashboard, "new-version", "live")
})

test("bot down: a red headline with since when, and the feed stays usable", async ({
	demo,
	dashboard,
	page,
}) => {
	test.slow()
	await dashboard.open(demo.url)
	await typeSome(demo)
	// Discord takes its time to greet those who come back.
	await demo.sim.set({ latencyMs: 15_000, jitterMs: 0 })
	await demo.sim.fault("drop", 0)
	const headline = page.getByText(/^Bot down: /)
	await expect(headline).toBeVisible({ timeout: 10_000 })
	await expect(headline).toContainText(/since \d\d:\d\d:\d\d/)
	await lookIn(page, dashboard, "bot-down", "live")
	await expect(headline).toBeVisible()
	await demo.sim.set({ latencyMs: 40 })
	await page.getByRole("button", { name: /^Errors/ }).click()
	await expect(page).toHaveURL(/sev=/)
	await expect(headline).toBeHidden({ timeout: 60_000 })
})

/** Pictures of the state, which must still be the one when they are taken. */
async function lookIn(page: Page, dashboard: Dashboard, name: string, state = name) {
	await lookAt(page, `states/${name}-`, undefined, fleeting.has(name) ? "header" : undefined)
	await dashboard.is(state)
}

/** What is over when the connection is given up. Only their header differs from live. */
const fleeting = new Set(["stale", "resuming"])

/** Something for the feed to show. */
async function typeSome(demo: Demo) {
	const { guild, members } = await demo.cast()
	for (const { id } of members.slice(0, 4)) {
		await demo.sim.type({ guild: guild.id, user: id, command: "daily" })
	}
}

/** Where the cards, the panels and the feed are. */
function places(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const parts = document.querySelectorAll("main h1, main h2, main [role=group], main [role=feed]")
		return Array.from(parts, (part) => {
			const { x, y, height } = part.getBoundingClientRect()
			return `${part.getAttribute("aria-label") ?? part.textContent}: ${x},${Math.round(y)} ${Math.round(height)}`
		})
	})
}

declare global {
	interface Window {
		loadedOnce?: boolean
	}
}
