import type { Page } from "@playwright/test"
import { expect, test } from "../harness/fixtures"
import { flood } from "../harness/flood"

const loads = 7
const firstDataGoalMs = 1_000
const interactionGoalMs = 200
/** A lively bot, far above what is usual. */
const rate = 100
const seconds = 20

test("first data: from the address to a figure on every card and a row in the feed", async ({
	demo,
	dashboard,
	page,
}) => {
	await page.addInitScript(() => {
		const look = () => {
			const cards = document.querySelectorAll("[role=group] [data-testid=value]").length
			if (cards >= 6 && document.querySelector("[role=feed] article")) window.firstDataMs = performance.now()
			else requestAnimationFrame(look)
		}
		requestAnimationFrame(look)
	})
	const times: number[] = []
	for (let i = 0; i < loads; i++) {
		await dashboard.open(demo.url)
		times.push(await page.evaluate(() => window.firstDataMs))
	}
	times.sort((a, b) => a - b)
	say(
		`first data, ${loads} loads: median ${ms(times[loads >> 1])}, worst ${ms(times.at(-1))} ` +
			`(goal: at most ${ms(firstDataGoalMs)})`,
	)
})

test("interactions while events come", async ({ demo, dashboard, page }) => {
	await dashboard.open(demo.url)
	await page.evaluate(() => {
		const durations = new Map<number, number>()
		new PerformanceObserver((list) => {
			for (const entry of list.getEntries() as (PerformanceEntry & { interactionId: number })[])
				if (entry.interactionId)
					durations.set(
						entry.interactionId,
						Math.max(durations.get(entry.interactionId) ?? 0, entry.duration),
					)
		}).observe({ type: "event", durationThreshold: 16, buffered: true } as PerformanceObserverInit)
		window.interactions = () => [...durations.values()]
	})
	const events = flood(demo.url, rate, seconds)
	const end = performance.now() + seconds * 1_000
	while (performance.now() < end) await useIt(page)
	await events
	const slow = (await page.evaluate(() => window.interactions())).sort((a, b) => b - a)
	expect(slow.length).toBeGreaterThan(0)
	say(
		`interactions at ${rate} events/s, ${slow.length} of 16 ms and more: slowest ${ms(slow[0])} ` +
			`(goal: under ${ms(interactionGoalMs)})`,
	)
})

/** A round through what one does on the page. */
async function useIt(page: Page) {
	await page.getByRole("button", { name: "Economy", exact: true }).click()
	await page.getByRole("button", { name: "All", exact: true }).click()
	for (const key of ["j", "j", "k", "Enter", "Escape", "Space", "Space"]) await page.keyboard.press(key)
	await page.keyboard.press("Control+k")
	await page.keyboard.type("eve")
	await page.keyboard.press("Escape")
	await page.getByRole("button", { name: "1 h", exact: true }).click()
	await page.getByRole("button", { name: "15 min" }).click()
}

function ms(value = Number.NaN): string {
	return `${value.toFixed(0)} ms`
}

function say(line: string) {
	process.stdout.write(`${line}\n`)
}

declare global {
	interface Window {
		firstDataMs: number
		interactions: () => number[]
	}
}
