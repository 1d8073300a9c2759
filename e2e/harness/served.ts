import { join } from "node:path"
import { expect, type Page } from "@playwright/test"
import { type Exit, Program } from "./program"
import { type Member, Simulator } from "./simulator"

export type ServedOptions = { scratch: string; data: string; settings?: Record<string, string> }

/** `aurora serve` with a login, and `aurora sim` as its Discord: nobody is let in for being on this machine. */
export class Served {
	private constructor(
		readonly url: string,
		readonly program: Program,
		readonly sim: Simulator,
		private readonly discord: Program,
		private readonly options: ServedOptions,
	) {}

	/** Starts both, and returns when the server can do its work. */
	static async start(options: ServedOptions): Promise<Served> {
		const discord = new Program(
			"sim --sim-addr 127.0.0.1:0 --rate 0 --seed 1".split(" "),
			options.scratch,
			options.settings,
		)
		const sim = new Simulator(await discord.address("simulator"))
		const settings = { ...(await printedSettings(discord)), ...databaseOf(options), ...options.settings }
		const program = new Program(["serve", "--addr", "127.0.0.1:0"], options.scratch, settings)
		const url = await program.address("dashboard")
		const ready = () => fetch(`${url}/readyz`).then(({ ok }) => ok)
		await expect.poll(ready, { message: "the server has its database" }).toBe(true)
		return new Served(url, program, sim, discord, options)
	}

	/** Somebody of the simulated Discord, the same ones in each story. */
	async member(index: number): Promise<Member> {
		const { guilds } = await this.sim.state()
		const member = guilds[0]?.members.filter(({ bot }) => !bot)[index]
		if (!member) throw new Error(`the simulated Discord has no member ${index}`)
		return member
	}

	/** Runs another aurora on the same database, beside the running one, and returns what it prints. */
	async beside(...args: string[]): Promise<string> {
		const { scratch, data } = this.options
		const program = new Program(args, scratch, databaseOf({ scratch, data }))
		expect(await program.exited, program.output()).toEqual({ code: 0, signal: null })
		return program.lines.join("\n")
	}

	/** Ends both by Ctrl-C. */
	async stop(): Promise<Exit[]> {
		const exits: Exit[] = []
		for (const program of [this.program, this.discord]) {
			if (program.isRunning) program.kill("SIGINT")
			exits.push(await program.exited)
		}
		return exits
	}
}

/** Says at the simulated Discord who one is, where a page has asked it. */
export async function authorizeAs(page: Page, member: Member) {
	await page.getByLabel("Who are you?").fill(member.id)
	await page.getByRole("button", { name: "Authorize" }).click()
}

function databaseOf({ data }: ServedOptions): Record<string, string> {
	return { AURORA_DATABASE_URL: `sqlite:${join(data, "aurora.db")}` }
}

/** The settings that `aurora sim` prints to be copied. */
async function printedSettings(discord: Program): Promise<Record<string, string>> {
	const printed = () => discord.lines.filter((line) => line.startsWith("AURORA_"))
	await expect.poll(() => printed().length, { message: "settings of the simulated Discord" }).toBe(4)
	return Object.fromEntries(printed().map((line) => line.split(/=(.*)/).slice(0, 2)))
}
