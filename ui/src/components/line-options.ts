import uPlot from "uplot"
import { SteadyScale } from "../lib/steady-scale"
import { countAxis, countsPart, msAxis, timeAxis } from "./chart-axes"
import { token } from "./chart-canvas"

/** One curve of a chart: milliseconds as a line, or counts as bars in the lower part. */
export interface Curve {
	readonly name: string
	readonly kind: "line" | "bars"
	/** A colour of the theme. */
	readonly colour: string
	/** From 0, not seen, to 1. */
	readonly alpha: number
	/** Null breaks a line; undefined is bridged. */
	readonly values: readonly (number | null | undefined)[]
}

type Look = Omit<Curve, "values">

export function dataOf(at: readonly number[], curves: readonly Curve[]): uPlot.AlignedData {
	return [at.map((t) => t / 1_000), ...curves.map(({ values }) => [...values])]
}

/** How the curves are drawn. Axes grow at once and shrink seldom. */
export function lineOptions(
	looks: readonly Look[],
	onPoint: (index: number | null) => void,
): Omit<uPlot.Options, "width" | "height"> {
	const ms = new SteadyScale(10)
	const n = new SteadyScale(5)
	const counts = looks.some(({ kind }) => kind === "bars")
	return {
		legend: { show: false },
		cursor: { y: false, drag: { x: false, y: false }, points: { show: looks.length < 6, size: 7 } },
		scales: {
			x: { time: true, range: (chart, min, max) => [min, counts ? max + stepOf(chart) : max] },
			ms: { range: (_, __, max) => [0, ms.top(max ?? 0, Date.now())] },
			n: { range: (_, __, max) => [0, n.top(max ?? 0, Date.now()) / countsPart] },
		},
		axes: [timeAxis(), msAxis(), ...(counts ? [countAxis()] : [])],
		series: [{}, ...looks.map(seriesOf)],
		hooks: { setCursor: [(chart) => onPoint(chart.cursor.idx ?? null)] },
	}
}

/** The time between two instants in seconds: a bar begins at its own and ends at the next. */
function stepOf({ data: [at] }: uPlot): number {
	return (at[1] ?? 0) - (at[0] ?? 0)
}

function seriesOf({ kind, colour, alpha }: Look): uPlot.Series {
	const paint = () => `color-mix(in srgb, ${token(colour)} ${100 * alpha}%, transparent)`
	if (kind === "line") return { scale: "ms", width: 1.75, stroke: paint, points: { show: false } }
	return {
		scale: "n",
		width: 0,
		fill: paint,
		stroke: paint,
		...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.8, 24], align: 1 }) }),
		points: { show: false },
	}
}
