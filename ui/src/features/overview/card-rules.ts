import type { Mark } from "../../components/health-mark"
import { deadlineMs, nearMs } from "../../lib/deadline"
import { formatCount } from "../../lib/format"
import type { DashboardStats } from "../../live/stats"

/** A level by where a value lies. */
function level(value: number, warn: number, error: number): Mark["level"] {
	if (value >= error) return "error"
	return value >= warn ? "warn" : "ok"
}

const latencyWords = { ok: "good", warn: "slow", error: "bad" }
const errorWords = { ok: "low", warn: "high", error: "bad" }
const ackWords = { ok: "in time", warn: "near limit", error: "too late" }

export function latencyMark(ms: number | null): Mark | null {
	if (ms === null) return null
	const at = level(ms, 400, 1_000)
	return { level: at, word: latencyWords[at] }
}

export function errorMark(rate: number | null): Mark | null {
	if (rate === null) return null
	const at = level(rate, 0.05, 0.2)
	return { level: at, word: errorWords[at] }
}

export function ackMark(p99: number | null): Mark | null {
	if (p99 === null) return null
	const at = level(p99, nearMs, deadlineMs)
	return { level: at, word: ackWords[at] }
}

export function guildMark({ gateway }: DashboardStats): Mark | null {
	const missing = gateway?.guildsUnavailable
	if (missing == null) return null
	return missing > 0
		? { level: "warn", word: `${formatCount(missing)} unavailable` }
		: { level: "ok", word: "available" }
}

export function supplyMark({ economy }: DashboardStats): Mark | null {
	const balanced = economy?.integrity?.balanced
	if (balanced == null) return null
	return balanced ? { level: "ok", word: "balanced" } : { level: "error", word: "not balanced" }
}
