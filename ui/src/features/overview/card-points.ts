import type { Point } from "../../components/sparkline"
import type { Sample } from "../../live/live-state"
import type { History } from "./history"

const maxPoints = 60
const minuteMs = 60_000

/**
 * A card's last minutes: what the page heard itself, in its own time, and before that what the history knows. That
 * knows the median of the latency, which stands in for the average.
 */
export function pointsOf(
	key: keyof Sample,
	samples: readonly Sample[],
	history: History | undefined,
	/** By how much the server's clock is ahead, in milliseconds. */
	ahead: number,
): readonly Point[] {
	const own = samples.map((sample) => ({ at: sample.at, value: sample[key] }))
	const first = own[0]?.at ?? Number.POSITIVE_INFINITY
	const before = pastOf(key, history)
		.map(({ at, value }) => ({ at: at - ahead, value }))
		.filter(({ at }) => at < first)
	return [...before, ...own].slice(-maxPoints)
}

function pastOf(key: keyof Sample, history: History | undefined): Point[] {
	if (!history || history.widthMs > minuteMs) return []
	if (key === "latencyMs")
		return history.points.map(({ t, latencyP50Ms }) => ({ at: t, value: latencyP50Ms }))
	if (key === "errorRate") return failedPart(history)
	return key === "commandsPerMin" ? perMinute(history) : []
}

/** Which part of the commands of the five minutes that end with each bucket has failed; null where there were none. */
function failedPart({ points, widthMs }: History): Point[] {
	const width = Math.round((5 * minuteMs) / widthMs)
	const sum = (values: (number | null)[]) => values.reduce<number>((sum, n) => sum + (n ?? 0), 0)
	return points.map(({ t }, i) => {
		const before = points.slice(Math.max(0, i - width + 1), i + 1)
		const commands = sum(before.map((point) => point.commands))
		return {
			at: t + widthMs,
			value: commands > 0 ? sum(before.map(({ failed }) => failed)) / commands : null,
		}
	})
}

/** Commands in the minute that ends with each bucket; null where a part of it was not counted. */
function perMinute({ points, widthMs }: History): Point[] {
	const width = Math.round(minuteMs / widthMs)
	return points.map(({ t }, i) => {
		const minute = points.slice(Math.max(0, i - width + 1), i + 1).map(({ commands }) => commands)
		const whole = minute.length === width && minute.every((commands) => commands !== null)
		return { at: t + widthMs, value: whole ? minute.reduce((sum, n) => (sum ?? 0) + (n ?? 0), 0) : null }
	})
}
