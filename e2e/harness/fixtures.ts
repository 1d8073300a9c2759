import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { test as base, expect } from "@playwright/test"
import { Dashboard } from "./dashboard"
import { Demo, type DemoOptions } from "./demo"
import { Served } from "./served"

type Launch = (options?: Omit<DemoOptions, "scratch">) => Promise<Demo>

type Fixtures = {
	/** An empty directory of this test alone: the program's working and temporary directory. */
	scratch: string
	/** Where this test's database stays. */
	data: string
	/** Starts a demo of one's own. When the test ends it must have kept Discord's rules, stop cleanly and leave nothing. */
	launch: Launch
	/** A demo, connected and silent. */
	demo: Demo
	dashboard: Dashboard
	/** Starts the real thing with a login. When the test ends it must stop cleanly and leave nothing. */
	serve: (settings?: Record<string, string>) => Promise<Served>
}

export const test = base.extend<Fixtures>({
	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
	scratch: async ({}, use) => {
		await useDirectory(use)
	},

	// biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
	data: async ({}, use) => {
		await useDirectory(use)
	},

	launch: async ({ scratch, data }, use, testInfo) => {
		const demos: Demo[] = []
		await use(async (options) => {
			const demo = await Demo.start({ scratch, data, ...options })
			demos.push(demo)
			return demo
		})
		for (const demo of demos.filter((demo) => demo.isRunning)) {
			try {
				await expectCleanEnd(demo)
			} finally {
				demo.program.kill("SIGKILL")
				await testInfo.attach("aurora", { body: demo.program.output() })
			}
		}
	},

	demo: async ({ launch }, use) => {
		const demo = await launch()
		await use(await demo.ready())
	},

	serve: async ({ scratch, data }, use, testInfo) => {
		const all: Served[] = []
		await use(async (settings) => {
			const served = await Served.start({ scratch, data, settings })
			all.push(served)
			return served
		})
		for (const served of all) {
			const clean = { code: 0, signal: null }
			expect.soft(await served.stop(), "Ctrl-C ends both cleanly").toEqual([clean, clean])
			expect.soft(await readdir(scratch), "nothing is left behind").toEqual([])
			await testInfo.attach("aurora", { body: served.program.output() })
		}
	},

	dashboard: async ({ page }, use) => {
		await use(new Dashboard(page))
	},
})

/** Hands out a new directory outside the checkout, where another run cannot clear it away, and removes it afterwards. */
async function useDirectory(use: (directory: string) => Promise<void>) {
	const directory = await mkdtemp(join(tmpdir(), "aurora-e2e-"))
	await use(directory)
	await rm(directory, { recursive: true })
}

async function expectCleanEnd(demo: Demo) {
	const { violations } = await demo.sim.state()
	expect.soft(violations, "requests and frames of the bot against Discord's rules").toEqual([])
	demo.program.kill("SIGINT")
	expect.soft(await demo.program.exited, "Ctrl-C ends it cleanly").toEqual({ code: 0, signal: null })
	expect.soft(await readdir(demo.scratch), "nothing is left behind").toEqual([])
}

export { expect }
