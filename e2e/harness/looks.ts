import { expect, type Page } from "@playwright/test"
import axe from "axe-core"

export const looks = [
	{ name: "dark", colorScheme: "dark", viewport: { width: 1280, height: 800 } },
	{ name: "light", colorScheme: "light", viewport: { width: 1280, height: 800 } },
	{ name: "phone", colorScheme: "dark", viewport: { width: 390, height: 844 } },
] as const

/**
 * A page in three looks: pictures of it, and nothing serious for axe to say, of all of it or of the part that matters
 * where there is little time.
 */
export async function lookAt(page: Page, state = "", arrange = async () => {}, part?: string) {
	const before = page.viewportSize() ?? looks[0].viewport
	await arrange()
	for (const { name, colorScheme, viewport } of looks) {
		// A row that is still fading in is too faint for axe, and for a picture.
		await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
		await page.setViewportSize(viewport)
		await page.screenshot({ path: `screenshots/${state}${name}.png` })
		expect(await seriousViolations(page, part), `${state}${name}`).toEqual([])
	}
	await page.setViewportSize(before)
}

/** What axe finds of serious or critical impact on the page as it is now. */
export async function seriousViolations(page: Page, part = "html"): Promise<string[]> {
	await page.evaluate(axe.source)
	const { violations } = await page.evaluate((part) => window.axe.run(part), part)
	return violations
		.filter(({ impact }) => impact === "serious" || impact === "critical")
		.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join(" ")}`)
}

/** What makes the page scroll to the side. */
export function wider(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const width = document.documentElement.clientWidth
		if (document.documentElement.scrollWidth <= width) return []
		return Array.from(document.body.querySelectorAll("*"))
			.filter((element) => element.getBoundingClientRect().right > width + 1)
			.map((element) => element.outerHTML.slice(0, 200))
	})
}

/** Headings, buttons, links and labels of our own whose words do not fit. What others wrote may be cut: it has a title. */
export function cutOff(page: Page): Promise<string[]> {
	return page.evaluate(() => {
		const own = "h1, h2, h3, button, button span, a, a span, label, dt, th, summary, [role=status] span"
		return Array.from(document.body.querySelectorAll<HTMLElement>(own))
			.filter((element) => {
				const style = getComputedStyle(element)
				const reader =
					element.closest(".sr-only, [title], article, bdi") || element.querySelector("bdi, article")
				return !reader && style.overflowX !== "visible" && element.scrollWidth > element.clientWidth + 1
			})
			.map((element) => `${element.textContent?.trim()}: ${element.outerHTML.slice(0, 160)}`)
	})
}

declare global {
	interface Window {
		axe: typeof axe
	}
}
