import type { CDPSession, Page } from "@playwright/test"
import type { Demo } from "../harness/demo"
import { expect, test } from "../harness/fixtures"
import { flood } from "../harness/flood"

const rate = 1_000
/** The page follows at most so many a second: ten frames of 256 events. */
const fastest = 2_500
const slowdown = 4
const torture = Boolean(process.env.AURORA_TORTURE)
const manySeconds = (torture ? 1_000_000 : 50_000) / fastest

test(`${rate} events a second for a minute, on a processor ${slowdown} times slower`, async ({
	demo,
	dashboard,
	page,
}) => {
	const cdp = await page.context().newCDPSession(page)
	await dashboard.open(demo.url)
	await cdp.send("Emulation.setCPUThrottlingRate", { rate: slowdown })
	await watchFrames(page)
	await flood(demo.url, rate, 60)
	const { fps, longestMs, longTasks } = await page.evaluate(() => window.smoothness())
	await cdp.send("Emulation.setCPUThrottlingRate", { rate: 1 })

	const sorted = fps.toSorted((a, b) => a - b)
	say(
		`feed at ${rate} events/s, processor ${slowdown} times slower: median ${sorted[sorted.length >> 1]} fps, ` +
			`worst second ${sorted[0]} (goal: median at least 55); ${longTasks} tasks over 50 ms, ` +
			`longest ${longestMs.toFixed(0)} ms (goal: none over 50)`,
	)
	await caughtUp(page, demo)
	await expect(dashboard.continuity).toHaveText(/^0 lost of [\d,]+$/)
})

test("memory over very many events", async ({ demo, dashboard, page }) => {
	test.setTimeout(manySeconds * 2_000 + 120_000)
	const cdp = await page.context().newCDPSession(page)
	await dashboard.open(demo.url)
	// What is compared is a page whose memory of events is full.
	await flood(demo.url, fastest, 4)
	await caughtUp(page, demo)
	const before = await footprint(cdp)
	await flood(demo.url, fastest, manySeconds)
	await caughtUp(page, demo)
	const after = await footprint(cdp)
	say(
		`heap after ${fastest * manySeconds} events: ${mb(before.heap)} to ${mb(after.heap)} MB ` +
			`(goal: at most 10 more); elements ${before.nodes} to ${after.nodes} (goal: no more)`,
	)
})

/** Waits until the page says that it has received every event there is. */
async function caughtUp(page: Page, demo: Demo) {
	const head = await demo.api.head()
	await expect
		.poll(() => page.getByTestId("continuity").getAttribute("data-seq"), { timeout: 60_000 })
		.toBe(String(head))
}

async function footprint(cdp: CDPSession) {
	await cdp.send("HeapProfiler.collectGarbage")
	await cdp.send("HeapProfiler.collectGarbage")
	const { usedSize } = await cdp.send("Runtime.getHeapUsage")
	const { nodes } = await cdp.send("Memory.getDOMCounters")
	return { heap: usedSize, nodes }
}

/** Counts in the browser the frames of each second from now on, and the tasks that hold them up. */
async function watchFrames(page: Page) {
	await page.evaluate(() => {
		const frames: number[] = []
		const tasks: number[] = []
		const start = performance.now()
		const look = (now: number) => {
			const second = Math.max(0, Math.floor((now - start) / 1_000))
			frames[second] = (frames[second] ?? 0) + 1
			requestAnimationFrame(look)
		}
		requestAnimationFrame(look)
		new PerformanceObserver((list) => {
			for (const task of list.getEntries()) tasks.push(task.duration)
		}).observe({ type: "longtask" })
		window.smoothness = () => ({
			// The last second is not over. A second without a frame has left no number.
			fps: Array.from(frames.slice(0, -1), (count) => count ?? 0),
			longTasks: tasks.length,
			longestMs: Math.max(0, ...tasks),
		})
	})
}

function mb(bytes: number): string {
	return (bytes / 1e6).toFixed(1)
}

function say(line: string) {
	process.stdout.write(`${line}\n`)
}

declare global {
	interface Window {
		smoothness: () => { fps: number[]; longTasks: number; longestMs: number }
	}
}
