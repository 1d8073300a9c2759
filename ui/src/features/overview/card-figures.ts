import type { Measured } from "../../components/stat-card"
import {
	formatAmount,
	formatClock,
	formatCount,
	formatExactAmount,
	formatMs,
	formatPercent,
	formatRate,
	formatSeconds,
} from "../../lib/format"

/** Makes figures of what was measured at an instant, or says why there is none. */
export function figuresOf(serverTime: string | null) {
	const at = serverTime === null ? "" : ` at ${formatClock(serverTime)}`

	function figure(
		value: number | null | undefined,
		format: (value: number) => string,
		unit: string,
		missing: string,
	): Measured {
		if (value == null) return { missing }
		const exact = `${Number(value.toFixed(3))}${unit && ` ${unit}`}${at}`
		return { number: value, format, exact, ...(unit && { unit }) }
	}

	return {
		ms: (value: number | null | undefined, missing: string) => figure(value, formatMs, "ms", missing),
		seconds(ms: number | null | undefined, missing: string): Measured {
			if (ms == null || ms < 1_000) return figure(ms, formatMs, "ms", missing)
			return figure(ms / 1_000, formatSeconds, "s", missing)
		},
		rate: (value: number | null | undefined, missing: string) => figure(value, formatRate, "", missing),
		percent: (ratio: number | null | undefined, missing: string) =>
			figure(ratio == null ? null : 100 * ratio, formatPercent, "%", missing),
		whole: (value: number | null | undefined, missing: string) => figure(value, wholeText, "", missing),
		amount(value: string | null | undefined, missing: string): Measured {
			if (value == null) return { missing }
			const exact = formatExactAmount(value)
			if (exact === null) return { missing: "no whole number" }
			return { number: Number(value), format: wholeText, text: formatAmount(value), exact: `${exact}${at}` }
		},
	}
}

function wholeText(value: number): string {
	return Math.abs(value) < 1_000_000
		? formatCount(Math.round(value))
		: formatAmount(BigInt(Math.round(value)).toString())
}
