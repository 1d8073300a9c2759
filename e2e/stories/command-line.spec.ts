import { once } from "node:events"
import { readdir } from "node:fs/promises"
import { type AddressInfo, createServer } from "node:net"
import { Demo } from "../harness/demo"
import { expect, test } from "../harness/fixtures"
import { Program } from "../harness/program"

const anyPorts = ["--addr", "127.0.0.1:0", "--sim-addr", "127.0.0.1:0"]

test.describe("wrong usage ends with 2 and one line that names it", () => {
	const cases = [
		{ name: "an unknown command", args: ["frobnicate"], names: "frobnicate" },
		{ name: "an unknown flag", args: ["demo", ...anyPorts, "--loud"], names: "loud" },
		{ name: "a flag out of range", args: ["demo", ...anyPorts, "--rate", "-1"], names: "rate" },
		{ name: "a flag of the wrong type", args: ["demo", ...anyPorts, "--guilds", "many"], names: "guilds" },
		{
			name: "an unknown setting",
			args: ["demo", ...anyPorts],
			settings: { AURORA_LOUD: "1" },
			names: "AURORA_LOUD",
		},
		{
			name: "an address others could reach",
			args: ["demo", "--addr", "0.0.0.0:0", "--sim-addr", "127.0.0.1:0"],
			names: "--addr",
		},
	]
	for (const { name, args, settings, names } of cases) {
		test(name, async ({ scratch }) => {
			const program = new Program(args, scratch, settings)
			expect(await program.exited).toEqual({ code: 2, signal: null })
			expect(program.errors).toHaveLength(1)
			expect(program.errors[0]).toContain(names)
		})
	}
})

for (const flag of ["--addr", "--sim-addr"]) {
	test(`a port in use for ${flag} ends with 1 and one line that says which`, async ({ scratch }) => {
		const holder = createServer().listen(0, "127.0.0.1")
		await once(holder, "listening")
		const taken = `127.0.0.1:${(holder.address() as AddressInfo).port}`

		const program = new Program(["demo", ...anyPorts, flag, taken], scratch)

		expect(await program.exited).toEqual({ code: 1, signal: null })
		expect(program.errors).toHaveLength(1)
		expect(program.errors[0]).toContain(taken)
		expect(await readdir(scratch)).toEqual([])
		holder.close()
	})
}

test("two seconds after its start the page and its numbers are there, three later every shard", async ({
	scratch,
}, testInfo) => {
	const demo = await Demo.start({ scratch })
	const page = await (await fetch(demo.url)).text()
	const stats = await demo.api.stats()
	const served = performance.now() - demo.program.startedAt
	await demo.ready()
	const ready = performance.now() - demo.program.startedAt
	testInfo.annotations.push({ type: "start-up", description: `served ${served} ms, ready ${ready} ms` })

	expect(page).toContain("<title>Aurora")
	expect(stats.intervalMs).toBe(5_000)
	expect(served).toBeLessThanOrEqual(2_000)
	expect(ready).toBeLessThanOrEqual(5_000)
	demo.program.kill("SIGINT")
	await demo.program.exited
})

for (const signal of ["SIGINT", "SIGTERM"] as const) {
	test(`${signal} in the middle of the work ends it cleanly and leaves nothing behind`, async ({
		scratch,
		dashboard,
	}) => {
		const demo = await Demo.start({ scratch })
		await demo.ready()
		await demo.sim.set({ rate: 20 })
		await dashboard.open(demo.url)
		expect(await readdir(scratch), "its database is in the temporary directory").not.toEqual([])

		demo.program.kill(signal)

		expect(await demo.program.exited).toEqual({ code: 0, signal: null })
		expect(await readdir(scratch)).toEqual([])
	})
}

test("with --data the events of the last run are there in the next", async ({ scratch, data, launch }) => {
	const first = await Demo.start({ scratch, data })
	await first.ready()
	first.program.kill("SIGINT")
	await first.program.exited
	expect(await readdir(data)).toContain("aurora.db")

	const second = await (await launch()).ready()

	const [oldest] = await second.api.log()
	expect(oldest).toMatchObject({ seq: 1, type: "system.started" })
	expect(await second.api.head()).toBeGreaterThan(1)
})
