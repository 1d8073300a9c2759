import type uPlot from "uplot"
import { zone } from "../lib/preferences"
import { formatTimeOfDay } from "../lib/time"
import { token } from "./chart-canvas"

/** Counts keep to the lower part of the picture; latencies have all of it. */
export const countsPart = 0.4

const font = '11px "Inter Variable", sans-serif'

export function timeAxis(): uPlot.Axis {
	return {
		...look(),
		space: 80,
		size: 24,
		values: (_, ticks, __, ___, apart) => ticks.map((tick) => tickText(tick, apart)),
	}
}

/** The time of day where the reader wants it to be; with seconds where the ticks are less than a minute apart. */
function tickText(tick: number, apart: number): string {
	const text = formatTimeOfDay(new Date(tick * 1_000).toISOString(), zone.value())
	return apart < 60 ? text : text.replace(/:\d\d(?=Z?$)/, "")
}

export function msAxis(): uPlot.Axis {
	return { ...look(), scale: "ms", size: 56, values: (_, ticks) => ticks.map(duration) }
}

/** Short enough for the axis, however slow it gets. */
function duration(ms: number): string {
	return ms < 10_000 ? `${ms} ms` : `${ms / 1_000} s`
}

/** Only the lower part is labelled: above it there are no bars. */
export function countAxis(): uPlot.Axis {
	return {
		...look(),
		scale: "n",
		side: 1,
		size: 36,
		grid: { show: false },
		filter: (chart, ticks) =>
			ticks.map((tick) =>
				Number.isInteger(tick) && tick <= (chart.scales.n?.max ?? 0) * countsPart ? tick : null,
			),
		values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : `${tick}`)),
	}
}

function look(): uPlot.Axis {
	return {
		font,
		stroke: () => token("faint"),
		grid: { stroke: () => token("hairline"), width: 1 },
		ticks: { show: false },
	}
}
