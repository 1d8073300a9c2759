import { expect, type Page } from "@playwright/test"
import axe from "axe-core"

export const looks = [
	{ name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
	{ name: "light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
	{ name: "phone", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const

/** A page in three looks: pictures of it, and nothing serious for axe to say. */
export async function lookAt(page: Page, state = "", arrange = async () => {}) {
	const before = page.viewportSize() ?? looks[0].viewport
	await arrange()
	for (const { name, colorScheme, viewport } of looks) {
		// A row that is still fading in is too faint for axe, and for a picture.
		await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
		await page.setViewportSize(viewport)
		await page.screenshot({ path: `screenshots/${state}${name}.png` })
		expect(await seriousViolations(page), `${state}${name}`).toEqual([])
	}
	await page.setViewportSize(before)
}

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
