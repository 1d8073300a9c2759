import { expect, test } from "../harness/fixtures"
import { seriousViolations, wider } from "../harness/looks"
import { expectReadable, pages, someLife } from "../harness/pages"

const widths = [390, 820, 1_440]
const themes = ["dark", "light"] as const

for (const { name, path } of pages) {
	test(`${name}: in both themes, on a phone, a tablet and a desk, nothing serious for axe to say`, async ({
		demo,
		dashboard,
		page,
	}) => {
		test.slow()
		await someLife(demo)
		await dashboard.open(demo.url + path)
		for (const width of widths) {
			await page.setViewportSize({ width, height: 900 })
			for (const colorScheme of themes) {
				await page.emulateMedia({ colorScheme, reducedMotion: "reduce" })
				await page.screenshot({ path: `screenshots/pages/${name}-${width}-${colorScheme}.png` })
				expect(await seriousViolations(page), `${width} px, ${colorScheme}`).toEqual([])
			}
			expect(await wider(page), `wider than ${width} px`).toEqual([])
		}
	})

	test(`${name}: 320 px wide, and in forced colours, all can be read`, async ({ demo, dashboard, page }) => {
		test.slow()
		await someLife(demo)
		await page.emulateMedia({ reducedMotion: "reduce" })
		await dashboard.open(demo.url + path)
		await page.setViewportSize({ width: 320, height: 640 })
		await expectReadable(page, `${name}-320`)
		await page.setViewportSize({ width: 1_280, height: 800 })
		await page.emulateMedia({ forcedColors: "active" })
		await expectReadable(page, `${name}-forced`)
	})
}

test("the tabulator goes through the page, and what has the focus is seen", async ({
	demo,
	dashboard,
	page,
}) => {
	await someLife(demo)
	await dashboard.open(demo.url)
	const hidden: string[] = []
	const names = new Set<string>()
	for (let i = 0; i < 60; i++) {
		await page.keyboard.press("Tab")
		const focus = await page.evaluate(focusNow)
		if (!focus) break
		names.add(focus.name)
		if (!focus.seen || !focus.ringed) hidden.push(focus.name)
	}
	expect(hidden).toEqual([])
	for (const name of ["Pause", "Avg Latency", "1 h", "Errors"]) expect([...names].join("\n")).toContain(name)
})

test("who wants no motion gets none", async ({ demo, dashboard, page }) => {
	await page.emulateMedia({ reducedMotion: "reduce" })
	await dashboard.open(demo.url)
	await page.evaluate(() => {
		window.moved = []
		const look = () => {
			for (const animation of document.getAnimations()) {
				const { activeDuration = 0 } = animation.effect?.getComputedTiming() ?? {}
				if (Number(activeDuration) > 1) window.moved.push(String((animation as CSSAnimation).animationName))
			}
			requestAnimationFrame(look)
		}
		look()
	})
	await someLife(demo)
	await page.keyboard.press("j")
	await page.keyboard.press("Enter")
	await expect(page.getByRole("dialog")).toBeVisible()
	await page.keyboard.press("Escape")
	expect(await page.evaluate(() => window.moved)).toEqual([])
})

// Runs in the browser.
function focusNow() {
	const element = document.activeElement
	if (!element || element === document.body) return null
	const { left, top, width, height } = element.getBoundingClientRect()
	const x = Math.min(Math.max(left + width / 2, 1), innerWidth - 1)
	const y = Math.min(Math.max(top + Math.min(height / 2, 10), 1), innerHeight - 1)
	const there = document.elementFromPoint(x, y)
	const style = getComputedStyle(element)
	return {
		name: (element.getAttribute("aria-label") ?? element.textContent ?? "").trim() || element.outerHTML,
		seen: top >= 0 && (element.contains(there) || !!there?.contains(element)),
		ringed: style.outlineStyle !== "none" && Number.parseFloat(style.outlineWidth) >= 2,
	}
}

declare global {
	interface Window {
		moved: string[]
	}
}
