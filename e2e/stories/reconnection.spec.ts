import { setTimeout as wait } from "node:timers/promises"
import type { Page, WebSocket } from "@playwright/test"
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
	const sockets = socketsOf(page)
	await dashboard.open(proxy.origin)
	const oldest = (await dashboard.allRows()).at(-1)?.seq ?? 0
	for (const name of cards) await expect(dashboard.card(name)).toHaveText(/\d/)
	await watchForBlank(page)
	await demo.sim.set({ rate: commandsPerSecond })
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
	expect(replayedOn(sockets.at(-1)), "events caught up").toBeGreaterThanOrEqual(150)
	await expect(dashboard.banner).toBeHidden()
	expect(await dashboard.allRows()).toEqual(log.map(({ seq, type }) => ({ seq, type })).reverse())
	await expect(dashboard.continuity).toHaveText(/^0 lost of [\d,]+$/)
	const seen = await whatWasSeen(page)
	expect(seen?.blanks).toEqual([])
	expect(seen?.frames, "screen frames looked at").toBeGreaterThan(100)
	await proxy.close()
})

type Recorded = { url: string; frames: { type: string; data: { events?: unknown[] } }[] }

/** All sockets the page opens from now on, with what the server says on them. */
function socketsOf(page: Page): Recorded[] {
	const sockets: Recorded[] = []
	page.on("websocket", (socket: WebSocket) => {
		const recorded: Recorded = { url: socket.url(), frames: [] }
		sockets.push(recorded)
		socket.on("framereceived", ({ payload }) => recorded.frames.push(JSON.parse(String(payload))))
	})
	return sockets
}

/** How many events the server sent on a resumed socket before it said that the replay is over. */
function replayedOn(socket: Recorded | undefined): number {
	const end = socket?.frames.findIndex((frame) => frame.type === "RESUMED") ?? -1
	const replay = socket?.frames.slice(0, Math.max(end, 0)) ?? []
	return replay.reduce((sum, frame) => {
		if (frame.type === "NEW_EVENT") return sum + 1
		return sum + (frame.type === "EVENT_BATCH" ? (frame.data.events?.length ?? 0) : 0)
	}, 0)
}
