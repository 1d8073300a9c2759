import { readdir, readFile } from "node:fs/promises"
import { setTimeout as wait } from "node:timers/promises"
import { fileURLToPath } from "node:url"
import { gzipSync } from "node:zlib"
import type { Page } from "@playwright/test"
import type { Api } from "../harness/api"
import { expect, test } from "../harness/fixtures"

const commands = 100
const goalMs = 100

/** How long the simulated Discord's gateway frames travel: as in the demo, and hardly at all. */
const networks = [
	{ latencyMs: 40, jitterMs: 10 },
	{ latencyMs: 5, jitterMs: 0 },
]

/** Members type when they like, about three times a second; so no two rows wait for one another. */
const between = { leastMs: 150, spreadMs: 350 }

/** The same clock as in the browser on this machine: milliseconds since 1970, with fractions. */
const now = () => performance.timeOrigin + performance.now()

for (const network of networks) {
	test(`from the command to the row on screen, ${network.latencyMs} ms from Discord`, async ({
		demo,
		dashboard,
		page,
	}) => {
		await demo.sim.set(network)
		const { guilds } = await demo.sim.state()
		const claimants = guilds
			.flatMap((guild) => guild.members.filter(({ bot }) => !bot).map((user) => ({ guild, user })))
			.slice(0, commands)
		await dashboard.open(demo.url)
		await stampRows(page)

		const times: number[] = []
		for (const { guild, user } of claimants) {
			await wait(between.leastMs + Math.random() * between.spreadMs)
			const sentAt = now()
			const { interactionId } = await demo.sim.type({ guild: guild.id, user: user.id, command: "daily" })
			times.push((await rowStamp(page, await seqOf(demo.api, interactionId))) - sentAt)
		}
		times.sort((a, b) => a - b)

		expect(times).toHaveLength(commands)
		say(
			`command to row, ${commands} commands, Discord ${network.latencyMs} ± ${network.jitterMs} ms away: ` +
				`p50 ${quantile(times, 0.5)} ms, p99 ${quantile(times, 0.99)} ms (goal: p99 at most ${goalMs} ms)`,
		)
	})
}

test("start-up", async ({ launch }) => {
	const demo = await launch()
	await fetch(demo.url)
	await demo.api.stats()
	const served = performance.now() - demo.program.startedAt
	await demo.ready()
	const ready = performance.now() - demo.program.startedAt
	say(`start-up: page and numbers after ${served.toFixed(0)} ms, all shards after ${ready.toFixed(0)} ms`)
})

test("memory after a minute of the demo", async ({ demo, dashboard }) => {
	await dashboard.open(demo.url)
	await demo.sim.set({ rate: 2 })
	await expect
		.poll(() => performance.now() - demo.program.startedAt, { timeout: 70_000 })
		.toBeGreaterThan(60_000)
	const status = await readFile(`/proc/${demo.program.pid}/status`, "utf8")
	const kib = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1])
	say(`memory after a minute: ${(kib / 1024).toFixed(1)} MiB resident`)
})

test("bundle sizes", async () => {
	const assets = fileURLToPath(new URL("../../ui/dist/assets/", import.meta.url))
	for (const name of (await readdir(assets)).sort()) {
		const bytes = await readFile(assets + name)
		say(`bundle: ${name} ${kB(bytes.length)}, gzip ${kB(gzipSync(bytes, { level: 9 }).length)}`)
	}
})

/** Notes in the browser when each row first appears in the document. */
async function stampRows(page: Page) {
	await page.evaluate(() => {
		const stamps = new Map<number, number>()
		window.rowStamps = stamps
		const stamp = () => {
			const at = performance.timeOrigin + performance.now()
			for (const row of document.querySelectorAll<HTMLElement>("[role=feed] article")) {
				const seq = Number(row.dataset.seq)
				if (!stamps.has(seq)) stamps.set(seq, at)
			}
		}
		stamp()
		new MutationObserver(stamp).observe(document.body, {
			subtree: true,
			childList: true,
			attributes: true,
			attributeFilter: ["data-seq"],
		})
	})
}

/** When the row of the event appeared; waits for it. */
function rowStamp(page: Page, seq: number): Promise<number> {
	return page.evaluate(async (seq) => {
		for (;;) {
			const stamp = window.rowStamps?.get(seq)
			if (stamp) return stamp
			await new Promise(requestAnimationFrame)
		}
	}, seq)
}

/** The number of the claim that the interaction made: the newest one, as nobody else is typing. */
async function seqOf(api: Api, interactionId: string): Promise<number> {
	const { events } = await api.page("type=economy.daily.claimed&limit=1")
	expect(events[0]?.interactionId).toBe(interactionId)
	return events[0]?.seq ?? 0
}

function quantile(sorted: number[], q: number): string {
	return (sorted[Math.ceil(sorted.length * q) - 1] ?? Number.NaN).toFixed(1)
}

function kB(bytes: number): string {
	return `${(bytes / 1000).toFixed(1)} kB`
}

function say(line: string) {
	process.stdout.write(`${line}\n`)
}

declare global {
	interface Window {
		rowStamps?: Map<number, number>
	}
}
