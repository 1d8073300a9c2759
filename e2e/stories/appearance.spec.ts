import { expect, test } from "../harness/fixtures"
import { lookAt } from "../harness/looks"

// A picture for the README deserves half a minute of life on the page; the check needs only full rows.
const events = process.env.PICTURES ? 480 : 60

test("a busy page in three looks: pictures of it, and nothing serious for axe to say", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(demo.url)
	await demo.sim.set({ rate: 8 })
	await expect.poll(() => dashboard.newest(), { timeout: 45_000 }).toBeGreaterThan(events)
	await expect(dashboard.card("Commands/min")).toHaveText(/[1-9]/)
	await lookAt(page)
})
