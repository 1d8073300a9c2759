import type { Curve } from "../../components/line-options"
import type { Minute } from "./answers"

/** Minutes without a use are bridged up to here; a line over more of them would be invented. */
const bridged = 3

/** The minutes as curves: the calls in the background, of these the failed, and how long answers took. */
export function curvesOf(minutes: readonly Minute[]): { at: number[]; curves: Curve[] } {
	const line = (key: "p50" | "p95" | "p99", colour: string): Curve => ({
		name: key,
		kind: "line",
		colour,
		alpha: 1,
		values: withBridges(minutes.map((minute) => minute[key])),
	})
	const bars = (key: "calls" | "errors", colour: string, alpha: number): Curve => ({
		name: key,
		kind: "bars",
		colour,
		alpha,
		values: minutes.map((minute) => minute[key]),
	})
	return {
		at: minutes.map(({ at }) => Date.parse(at)),
		curves: [
			bars("calls", "brand", 0.35),
			bars("errors", "error", 0.9),
			line("p99", "error"),
			line("p95", "warn"),
			line("p50", "live"),
		],
	}
}

/** Leaves open only gaps that are too long to draw a line over; what is undefined is drawn over. */
export function withBridges(values: readonly (number | null)[]): (number | null | undefined)[] {
	return values.map((value, i) => {
		if (value !== null) return value
		const before = values.findLastIndex((other, j) => j < i && other !== null)
		const after = values.findIndex((other, j) => j > i && other !== null)
		return before >= 0 && after >= 0 && after - before - 1 <= bridged ? undefined : null
	})
}

/** The last minute in which something was measured, or else the last one. */
export function latestMeasured(minutes: readonly Minute[]): number {
	const measured = minutes.findLastIndex(({ p50 }) => p50 !== null)
	return measured < 0 ? minutes.length - 1 : measured
}
