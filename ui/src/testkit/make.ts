import * as v from "valibot"
import type { AuroraEvent } from "../live/events"
import type { Frame } from "../live/frames"
import { type DashboardStats, statsSchema } from "../live/stats"

export const epoch = "k3v9"

/** An event of the log, with what a test wants otherwise. */
export function makeEvent(seq: number, other: Partial<AuroraEvent> = {}): AuroraEvent {
	return {
		seq,
		epoch,
		time: "2026-11-21T18:56:03.123Z",
		type: "economy.daily.claimed",
		severity: "info",
		source: "economy",
		title: "Daily claimed",
		message: `mira claimed 130 coins, streak ${seq}`,
		guild: undefined,
		user: undefined,
		shard: undefined,
		command: undefined,
		interactionId: undefined,
		traceId: undefined,
		durationMs: undefined,
		data: undefined,
		...other,
	}
}

/** The events numbered from first to last. */
export function makeEvents(first: number, last: number, other: Partial<AuroraEvent> = {}): AuroraEvent[] {
	return Array.from({ length: last - first + 1 }, (_, i) => makeEvent(first + i, other))
}

/** Statistics that include the log up to seq; what is not given is not measured. */
export function makeStats(seq: number, other: Record<string, unknown> = {}): DashboardStats {
	return v.parse(statsSchema, { epoch, seq, intervalMs: 5_000, health: "ok", ...other })
}

export function statsFrame(seq: number, other: Record<string, unknown> = {}): Frame {
	const data = makeStats(seq, other)
	return { type: "STATS_UPDATE", epoch: data.epoch, seq, data }
}

export function eventFrame(event: AuroraEvent): Frame {
	return { type: "NEW_EVENT", epoch: event.epoch, seq: event.seq, data: event }
}
