import { visibleText } from "../lib/visible-text"
import type { LiveState } from "./live-state"

/** What a tab says of itself while nobody looks at it. */
export interface Attention {
	/** Errors and critical events that came since the tab was last looked at. */
	unseen: number
	/** The worst of them, or of the bot's health. */
	worst: "none" | "warn" | "error" | "critical"
}

/** What the reader has looked at. */
export interface Seen {
	readonly epoch: string | undefined
	readonly seq: number
	/** How many errors the page had received. */
	readonly errors: number
}

export function seenNow({ log }: LiveState): Seen {
	return { epoch: log.position?.epoch, seq: log.position?.seq ?? 0, errors: log.errors }
}

export function attentionTo(state: LiveState, seen: Seen): Attention {
	const unseen = Math.max(0, state.log.errors - seen.errors)
	return { unseen, worst: worstOf(state, seen, unseen) }
}

/** What is critical now, in words: that the bot is down, or the newest critical event since the page was opened. */
export function criticalNow({ stats, log }: LiveState): string {
	if (stats?.health === "down") return `Critical: the bot is down. ${stats.healthReasons?.join(", ") ?? ""}`
	return log.critical ? visibleText(`Critical: ${log.critical.title}. ${log.critical.message}`) : ""
}

function worstOf({ stats, log }: LiveState, seen: Seen, unseen: number): Attention["worst"] {
	const since = log.position?.epoch === seen.epoch ? seen.seq : 0
	if (stats?.health === "down") return "critical"
	if (unseen > 0 && log.events.some(({ seq, severity }) => seq > since && severity === "critical"))
		return "critical"
	if (unseen > 0) return "error"
	return stats?.health === "degraded" ? "warn" : "none"
}
