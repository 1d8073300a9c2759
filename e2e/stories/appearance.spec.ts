import type { Page } from "@playwright/test"
import axe from "axe-core"
import { expect, test } from "../harness/fixtures"

const looks = [
	{ name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
	{ name: "light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
	{ name: "phone", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const

// A picture for the README deserves half a minute of life on the page; the check needs only full rows.
const events = process.env.PICTURES ? 480 : 60

test("a busy page in three looks: pictures of it, and nothing serious for axe to say", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(demo.url)
	await demo.sim.set({ rate: 8 })
	await expect.poll(() => dashboard.newest(), { timeout: 45_000 }).toBeGreaterThan(events)
	await expect(dashboard.card("Commands/min")).toHaveText(/[1-9]/)
	for (const { name, colorScheme, viewport } of looks) {
		// A row that is still fading in is too faint for axe, and for a picture.
		await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
		await page.setViewportSize(viewport)
		expect(await seriousViolations(page), name).toEqual([])
		await page.screenshot({ path: `screenshots/${name}.png` })
	}
})

/** What axe finds of serious or critical impact on the page as it is now. */
async function seriousViolations(page: Page): Promise<string[]> {
	await page.evaluate(axe.source)
	const { violations } = await page.evaluate(() => window.axe.run())
	return violations
		.filter(({ impact }) => impact === "serious" || impact === "critical")
		.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)
}

declare global {
	interface Window {
		axe: typeof axe
	}
}
