import { expect, test } from "../harness/fixtures"

const heartbeatMs = 1_000

test("a changed ping shows on the Avg Latency card within the heartbeat and a second", async ({
	demo,
	dashboard,
}) => {
	await demo.sim.set({ latencyMs: 40, jitterMs: 0 })
	await dashboard.open(demo.url)
	const card = dashboard.card("Avg Latency")
	await expect(card).toHaveText(/^[345]\d ms$/) // a probe of before still had its jitter

	const changedAt = performance.now()
	await demo.sim.set({ latencyMs: 400 })
	const left = heartbeatMs + 1_000 - (performance.now() - changedAt)

	await expect(card).toHaveText(/^4[0-4]\d ms$/, { timeout: left })
})
