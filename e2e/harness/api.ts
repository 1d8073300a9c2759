import { fetchJSON } from "./json"

/** An event as the server tells it, with the fields the stories look at. */
export type AuroraEvent = {
	seq: number
	epoch: string
	time: string
	type: string
	severity: string
	title: string
	message: string
	user?: { id: string; name: string }
	interactionId?: string
	data?: Record<string, unknown>
}

export type Stats = {
	seq: number
	epoch: string
	intervalMs: number
	guildCount: number
	avgLatencyMs: number | null
	gateway: { shardsTotal: number; shardsReady: number }
}

type Page = { epoch: string; events: AuroraEvent[]; next: unknown }

const pageSize = 500

/** The dashboard's HTTP API, read by a script on the same machine. */
export class Api {
	constructor(readonly origin: string) {}

	stats(): Promise<Stats> {
		return fetchJSON(`${this.origin}/api/stats`)
	}

	/** The number of the newest event. */
	async head(): Promise<number> {
		const newest = await this.page("limit=1")
		return newest.events[0]?.seq ?? 0
	}

	/** All events after seq, oldest first. */
	async log(after = 0): Promise<AuroraEvent[]> {
		const events: AuroraEvent[] = []
		for (;;) {
			const page = await this.page(`after=${events.at(-1)?.seq ?? after}&limit=${pageSize}`)
			events.push(...page.events)
			if (page.events.length < pageSize) return events
		}
	}

	page(query: string): Promise<Page> {
		return fetchJSON(`${this.origin}/api/events?${query}`)
	}
}
