import { fetchJSON, sendJSON } from "./json"

export type Member = { id: string; name: string; bot?: boolean }
export type Guild = { id: string; name: string; shard: number; members: Member[] }
export type SimState = {
	guilds: Guild[]
	commands: unknown[]
	shards: { id: number; connected: boolean }[]
	counters: { interactions: number }
	violations: unknown[]
}

/** A slash command as a member of the simulated Discord types it. */
export type Typed = {
	guild: string
	user: string
	command: string
	subcommand?: string
	options?: Record<string, string | number>
}
export type Message = {
	content?: string
	flags?: number
	embeds?: { title?: string; description?: string }[]
}
export type Reply = { interactionId: string; ackMs: number; response: Message; followups: Message[] }

export type Settings = { rate?: number; latencyMs?: number; jitterMs?: number; restLatencyMs?: number }

const ephemeral = 1 << 6

/** The simulated Discord, seen from the side of its members. */
export class Simulator {
	constructor(readonly origin: string) {}

	state(): Promise<SimState> {
		return fetchJSON(`${this.origin}/sim/state`)
	}

	/** Changes what the simulated Discord does from now on. */
	set(settings: Settings): Promise<unknown> {
		return sendJSON("PATCH", `${this.origin}/sim/settings`, settings)
	}

	/** Makes Discord misbehave for so long, on one shard or on every one; 0 is once. */
	fault(kind: string, seconds: number, shard?: number): Promise<unknown> {
		return sendJSON("POST", `${this.origin}/sim/faults`, { kind, seconds, shard })
	}

	/** Types the command and waits for the bot's final answer. */
	type(typed: Typed): Promise<Reply> {
		return sendJSON("POST", `${this.origin}/sim/interactions`, typed)
	}

	/** Delivers one and the same interaction twice, as Discord may after a resume. */
	async typeTwice(typed: Typed): Promise<Reply[]> {
		const { deliveries } = await sendJSON<{ deliveries: Reply[] }>(
			"POST",
			`${this.origin}/sim/interactions`,
			{
				...typed,
				times: 2,
			},
		)
		return deliveries
	}

	/** What the bot says the member has. */
	async balance(guild: Guild, member: Member): Promise<bigint> {
		const reply = await this.type({ guild: guild.id, user: member.id, command: "balance" })
		return coins(reply)
	}
}

/** Everything a reader sees of an answer. */
export function textOf(reply: Reply): string {
	const { content, embeds = [] } = reply.response
	return [content, ...embeds.flatMap((embed) => [embed.title, embed.description])].filter(Boolean).join("\n")
}

export function isPrivate(reply: Reply): boolean {
	return ((reply.response.flags ?? 0) & ephemeral) !== 0
}

/** The first amount of coins named in an answer. */
export function coins(reply: Reply): bigint {
	const amount = /([\d,]+) coins?/.exec(textOf(reply))?.[1]
	if (!amount) throw new Error(`no amount in ${JSON.stringify(reply)}`)
	return BigInt(amount.replaceAll(",", ""))
}
