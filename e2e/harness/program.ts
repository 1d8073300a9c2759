import { type ChildProcess, spawn } from "node:child_process"
import { randomUUID } from "node:crypto"
import { once } from "node:events"
import { mkdirSync } from "node:fs"
import { join } from "node:path"
import { createInterface } from "node:readline"
import { fileURLToPath } from "node:url"

const binary = fileURLToPath(new URL("../../bin/aurora", import.meta.url))

/** Where simulated Discords write down what passes over their wire; bin/simcheck reads it after the stories. */
const records = fileURLToPath(new URL("../records/", import.meta.url))

export type Exit = { code: number | null; signal: NodeJS.Signals | null }

/** One run of the built binary, as a shell would start it: nothing of our own AURORA_ settings leaks into it. */
export class Program {
	readonly lines: string[] = []
	readonly errors: string[] = []
	readonly exited: Promise<Exit>
	readonly pid: number
	readonly startedAt = performance.now()
	private readonly child: ChildProcess

	/** Starts `aurora args...` in the directory scratch, which is also its temporary directory. */
	constructor(args: string[], scratch: string, settings: Record<string, string> = {}) {
		mkdirSync(records, { recursive: true })
		const record = { AURORA_SIM_RECORD: join(records, `${randomUUID()}.ndjson`) }
		this.child = spawn(binary, args, {
			cwd: scratch,
			env: { PATH: process.env.PATH, HOME: scratch, TMPDIR: scratch, ...record, ...settings },
			stdio: ["ignore", "pipe", "pipe"],
		})
		this.pid = this.child.pid ?? Number.NaN
		this.keep("stdout", this.lines)
		this.keep("stderr", this.errors)
		this.exited = once(this.child, "close").then(([code, signal]) => ({ code, signal }))
	}

	/** The address printed as `NAME http://…`; fails when the program ends before it has printed one. */
	async address(name: "dashboard" | "simulator"): Promise<string> {
		const start = `${name} http://`
		const printed = () => this.lines.find((line) => line.startsWith(start))?.slice(name.length + 1)
		const stdout = this.child.stdout
		while (!printed()) {
			if (!stdout || stdout.readableEnded) throw new Error(`no ${name} address: ${this.output()}`)
			await Promise.race([once(stdout, "data"), this.exited])
			await new Promise(setImmediate)
		}
		return String(printed())
	}

	get isRunning(): boolean {
		return this.child.exitCode === null && this.child.signalCode === null
	}

	kill(signal: NodeJS.Signals) {
		this.child.kill(signal)
	}

	output(): string {
		return [...this.lines, ...this.errors].join("\n")
	}

	private keep(stream: "stdout" | "stderr", into: string[]) {
		const readable = this.child[stream]
		if (readable) createInterface({ input: readable }).on("line", (line) => into.push(line))
	}
}
