import { setTimeout as wait } from "node:timers/promises"
import { CutProxy } from "../harness/cut-proxy"
import { cards } from "../harness/dashboard"
import { expect, test } from "../harness/fixtures"
import { watchForBlank, whatWasSeen } from "../harness/never-blank"

const cutMs = 10_000
/** Two events each: fewer than what the page would gather as a flood. */
const commandsPerSecond = 15

test("the socket is cut for ten seconds: the page never goes blank and misses nothing", async ({
	launch,
	dashboard,
	page,
}) => {
	const proxy = await CutProxy.listen()
	const demo = await launch({ settings: { AURORA_ALLOWED_ORIGINS: proxy.origin } })
	await demo.ready()
	proxy.leadTo(demo.url)
	await dashboard.open(proxy.origin)
	const oldest = (await dashboard.allRows()).at(-1)?.seq ?? 0
	await demo.sim.set({ rate: commandsPerSecond })
	for (const name of cards) await expect(dashboard.card(name)).toHaveText(/\d/, { timeout: 10_000 })
	await watchForBlank(page)
	await expect.poll(() => dashboard.newest(), { message: "events flow" }).toBeGreaterThan(oldest + 20)

	proxy.cut()
	const cutAt = performance.now()
	await expect(dashboard.banner).toContainText(/Connection lost\. Retrying in \d+ s \(\d+(st|nd|rd|th) try\)/)
	await expect(dashboard.banner.getByRole("button", { name: "Retry now" })).toBeVisible()
	const shownDuringCut = await dashboard.newest()
	await wait(cutMs - (performance.now() - cutAt))
	const missed = (await demo.api.head()) - shownDuringCut
	expect(missed, "events during the cut").toBeGreaterThanOrEqual(150)
	proxy.mend()
	await dashboard.isLive(30_000)
	await demo.sim.set({ rate: 0 })
	await demo.settled()

	const log = await demo.api.log(oldest - 1)
	await expect.poll(() => dashboard.newest()).toBe(log.at(-1)?.seq)
	// By the socket's replay or, where that came sooner, by the polling that had begun: each of them once.
	await expect(dashboard.banner).toBeHidden()
	expect(await dashboard.allRows()).toEqual(log.map(({ seq, type }) => ({ seq, type })).reverse())
	await expect(dashboard.continuity).toHaveText(/^0 lost of [\d,]+$/)
	const seen = await whatWasSeen(page)
	expect(seen?.blanks).toEqual([])
	expect(seen?.frames, "screen frames looked at").toBeGreaterThan(100)
	await proxy.close()
})
