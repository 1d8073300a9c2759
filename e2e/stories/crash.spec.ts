import type { Demo } from "../harness/demo"
import { expect, test } from "../harness/fixtures"
import { isPrivate, type Typed } from "../harness/simulator"

test("killed with -9 and started again: what was acknowledged is there, once, and the page goes on", async ({
	launch,
	dashboard,
}) => {
	const first = await launch()
	await first.ready()
	await dashboard.open(first.url)
	const { guild, members } = await first.cast()
	const [receiver, ...payers] = members.slice(0, 9).map((member) => member.id)
	for (const user of payers) await first.sim.type({ guild: guild.id, user, command: "daily" })
	const pay = (user: string): Typed => ({
		guild: guild.id,
		user,
		command: "pay",
		options: { user: String(receiver), amount: 1 },
	})

	const acknowledged: string[] = []
	await Promise.all(payers.map((user) => payUntilItDies(first, pay(user), acknowledged)))
	await first.program.exited
	const before = acknowledged.length

	const second = await launch({ addr: new URL(first.url).host, simAddr: new URL(first.sim.origin).host })
	await second.ready()
	for (const user of payers) acknowledged.push(await transfer(second, pay(user)))

	await second.settled()
	const log = await second.api.log()
	expect(log.map((event) => event.seq)).toEqual(log.map((_, index) => index + 1))
	const paid = log
		.filter((event) => event.type === "economy.transfer.completed")
		.map((event) => event.interactionId)
	expect(before).toBeGreaterThan(fatal)
	expect(
		acknowledged.filter((id) => paid.filter((other) => other === id).length !== 1),
		"not once in the log",
	).toEqual([])
	await dashboard.isLive(30_000)
	await expect.poll(() => dashboard.newest()).toBe(log.length)
	expect(await dashboard.allRows()).toEqual(log.map(({ seq, type }) => ({ seq, type })).reverse())
})

/** After so many payments the program is killed. All that is told stays below what the feed gathers as a flood. */
const fatal = 40

/** Pays again and again until the program is gone, and keeps the interactions that were answered. */
async function payUntilItDies(demo: Demo, typed: Typed, acknowledged: string[]) {
	while (demo.isRunning) {
		const id = await transfer(demo, typed).catch(() => undefined)
		if (id) acknowledged.push(id)
		if (acknowledged.length > fatal) demo.program.kill("SIGKILL")
	}
}

async function transfer(demo: Demo, typed: Typed): Promise<string> {
	const reply = await demo.sim.type(typed)
	if (isPrivate(reply)) throw new Error(`refused: ${JSON.stringify(reply)}`)
	return reply.interactionId
}
