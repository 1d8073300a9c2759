import { expect, test } from "../harness/fixtures"

const heartbeatMs = 1_000
/** What a probe takes from 400 ms on: a busy machine adds to it, and behind a heartbeat it is lost. */
const slow = /^[4-9]\d\d ms$/

test("a changed ping shows on the Avg Latency card within the heartbeat and a second", async ({
	demo,
	dashboard,
}) => {
	await demo.sim.set({ latencyMs: 40, jitterMs: 0 })
	await dashboard.open(demo.url)
	const card = dashboard.card("Avg Latency")
	await expect(card).toHaveText(/^([3-9]\d|[12]\d\d) ms$/) // a probe of before still had its jitter

	await demo.sim.set({ latencyMs: 400 })

	await expect(card).toHaveText(slow, { timeout: heartbeatMs + 1_000 })
})
