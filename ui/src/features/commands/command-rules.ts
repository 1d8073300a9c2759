import type { Mark } from "../../components/health-mark"
import { deadlineMs, nearMs } from "../../lib/deadline"
import { formatCount, formatPercent } from "../../lib/format"

const highRate = 0.05
const veryHighRate = 0.2

/** How many uses fail; nothing is said of few. */
export function errorMark(rate: number | null): Mark | null {
	if (rate === null || rate < highRate) return null
	return rate < veryHighRate ? { level: "warn", word: "high" } : { level: "error", word: "very high" }
}

export function ackMark(p99: number | null): Mark | null {
	if (p99 === null) return null
	if (p99 >= deadlineMs) return { level: "error", word: "too late" }
	return p99 >= nearMs ? { level: "warn", word: "near limit" } : { level: "ok", word: "in time" }
}

/** How many answers came nearly or really too late. */
export function lateMark(near: number | null, missed: number | null): Mark | null {
	if (missed) return { level: "error", word: `${formatCount(missed)} missed` }
	return near ? { level: "warn", word: `${formatCount(near)} near` } : null
}

export function rateText(rate: number): string {
	return `${formatPercent(100 * rate)} %`
}
