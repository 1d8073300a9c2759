import { expect } from "@playwright/test"
import { Api } from "./api"
import { Program } from "./program"
import { type Guild, type Member, Simulator } from "./simulator"

export type DemoOptions = {
	scratch: string
	addr?: string
	simAddr?: string
	/** Where the database stays; without it the program uses a temporary directory and removes it. */
	data?: string
	settings?: Record<string, string>
}

export type Cast = { guild: Guild; members: Member[]; mira: Member; nova: Member; bot: Member }

const endOfCommand = new Set(["command.completed", "command.failed"])

/** `aurora demo`, silent until a story makes its members speak. */
export class Demo {
	private constructor(
		readonly program: Program,
		readonly scratch: string,
		readonly api: Api,
		readonly sim: Simulator,
	) {}

	/** Starts a demo and returns when it listens; ready says when it can be used. */
	static async start(options: DemoOptions): Promise<Demo> {
		const { scratch, addr = "127.0.0.1:0", simAddr = "127.0.0.1:0", data, settings } = options
		const flags = `--addr ${addr} --sim-addr ${simAddr} --rate 0 --seed 1 --heartbeat 1s`.split(" ")
		const kept = data ? ["--data", data] : []
		const program = new Program(["demo", ...flags, ...kept], scratch, settings)
		const dashboard = await program.address("dashboard")
		const simulator = await program.address("simulator")
		return new Demo(program, scratch, new Api(dashboard), new Simulator(simulator))
	}

	/** The dashboard's address. */
	get url(): string {
		return this.api.origin
	}

	get isRunning(): boolean {
		return this.program.isRunning
	}

	/** Waits until every shard is connected and the commands are registered. */
	async ready(): Promise<this> {
		await expect.poll(() => this.isReady(), { message: "the bot is connected", timeout: 10_000 }).toBe(true)
		return this
	}

	/** Waits until every command typed since the start is told in the log; nobody may be typing any more. */
	async settled() {
		const outstanding = async () => {
			const { counters } = await this.sim.state()
			const types = (await this.api.log()).map(({ type }) => type)
			const told = types.slice(types.lastIndexOf("system.started")).filter((type) => endOfCommand.has(type))
			return counters.interactions - told.length
		}
		await expect.poll(outstanding, { message: "commands not yet in the log" }).toBe(0)
	}

	/** The people of the story: a guild, everyone in it, two of them by name, and a bot. */
	async cast(): Promise<Cast> {
		const { guilds } = await this.sim.state()
		const guild = guilds.toSorted((a, b) => b.members.length - a.members.length)[0]
		const members = guild?.members.filter((member) => !member.bot) ?? []
		const bot = guild?.members.find((member) => member.bot)
		const [mira, nova] = members
		if (!guild || !mira || !nova || !bot) throw new Error("the simulated Discord has too few members")
		return { guild, members, mira, nova, bot }
	}

	private async isReady(): Promise<boolean> {
		const answer = await fetch(`${this.url}/readyz`)
		const state = await this.sim.state()
		const stats = await this.api.stats()
		return (
			answer.ok &&
			state.commands.length > 0 &&
			stats.guildCount === state.guilds.length &&
			stats.gateway.shardsReady === stats.gateway.shardsTotal &&
			state.shards.every((shard) => shard.connected)
		)
	}
}
