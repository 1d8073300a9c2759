import { spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { mkdir, mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { setTimeout as pause } from "node:timers/promises"
import { fileURLToPath } from "node:url"

const binary = fileURLToPath(new URL("../../bin/aurora", import.meta.url))

/** Where simulated Discords write down what passes over their wire; bin/simcheck reads it after the tests. */
const records = fileURLToPath(new URL("records/", import.meta.url))

/** How long anything may take before it is taken for broken. */
export const patience = 30_000

/** One run of `aurora sim`. */
export class SimulatedDiscord {
	static async start(...flags) {
		const scratch = await mkdtemp(join(tmpdir(), "aurora-discordjs-"))
		await mkdir(records, { recursive: true })
		const record = join(records, `${randomUUID()}.ndjson`)
		const child = spawn(binary, ["sim", "--sim-addr", "127.0.0.1:0", "--sim-record", record, ...flags], {
			cwd: scratch,
			env: { PATH: process.env.PATH, HOME: scratch, TMPDIR: scratch, AURORA_LOG_LEVEL: "error" },
			stdio: ["ignore", "pipe", "inherit"],
		})
		const discord = new SimulatedDiscord(child, scratch)
		for await (const line of createInterface({ input: child.stdout })) {
			if (line.startsWith("simulator ")) discord.origin = line.slice("simulator ".length)
			if (line.startsWith("AURORA_DISCORD_TOKEN=")) discord.token = line.slice("AURORA_DISCORD_TOKEN=".length)
			if (discord.origin && discord.token) return discord
		}
		throw new Error("aurora sim ended before it had said where it is")
	}

	constructor(child, scratch) {
		this.child = child
		this.scratch = scratch
	}

	async stop() {
		this.child.kill("SIGTERM")
		if (this.child.exitCode === null) await new Promise((resolve) => this.child.once("exit", resolve))
		await rm(this.scratch, { recursive: true, force: true })
	}

	state() {
		return this.#ask("GET", "state")
	}

	/** Lets a member use a command and waits for the bot's answer. */
	use(guild, user, command) {
		return this.#ask("POST", "interactions", { guild, user, command })
	}

	set(settings) {
		return this.#ask("PATCH", "settings", settings)
	}

	strike(kind, more = {}) {
		return this.#ask("POST", "faults", { kind, ...more })
	}

	async #ask(method, path, body) {
		const response = await fetch(`${this.origin}/sim/${path}`, {
			method,
			headers: { "Content-Type": "application/json" },
			body: body && JSON.stringify(body),
		})
		const answer = await response.json()
		if (!response.ok) throw new Error(`${method} /sim/${path}: ${JSON.stringify(answer)}`)
		return answer
	}
}

/** Waits until check holds. */
export async function until(what, check) {
	const end = Date.now() + patience
	while (!(await check())) {
		if (Date.now() > end) throw new Error(`${what}: not within ${patience} ms`)
		await pause(50)
	}
}
