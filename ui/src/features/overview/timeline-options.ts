import uPlot from "uplot"
import { countAxis, countsPart, msAxis, timeAxis } from "../../components/chart-axes"
import { flag, hatch, token } from "../../components/chart-canvas"
import type { SteadyScale } from "../../lib/steady-scale"
import type { Timeline } from "./timeline"
import type { Zoom } from "./timeline-chart"

interface Wiring {
	latest: () => { timeline: Timeline; zoom: Zoom | null }
	scales: { ms: SteadyScale; n: SteadyScale }
	onZoom: (zoom: Zoom | null) => void
	onPoint: (index: number | null) => void
}

/** Times without a heartbeat are bridged up to here: shards answer one after another. */
const bridgedMs = 120_000

/** How the timeline is drawn; everything that changes is asked for when it is. */
export function timelineOptions({
	latest,
	scales,
	onZoom,
	onPoint,
}: Wiring): Omit<uPlot.Options, "width" | "height"> {
	return {
		legend: { show: false },
		cursor: {
			y: false,
			points: { size: 7 },
			drag: { x: true, y: false, setScale: false },
			bind: {
				dblclick: () => () => {
					onZoom(null)
					return null
				},
			},
		},
		scales: {
			x: { time: true, range: () => inSeconds(latest().zoom ?? latest().timeline) },
			ms: { range: (_, __, max) => [0, scales.ms.top(max ?? 0, Date.now())] },
			n: { range: (_, __, max) => [0, scales.n.top(max ?? 0, Date.now()) / countsPart] },
		},
		axes: [timeAxis(), msAxis(), countAxis()],
		series: [{}, bars("brand", 0.35), bars("error", 0.9), line("live", latest), line("warn", latest)],
		hooks: {
			setCursor: [(chart) => onPoint(chart.cursor.idx ?? null)],
			setSelect: [(chart) => selected(chart, onZoom)],
			drawAxes: [(chart) => drawAround(chart, latest().timeline)],
		},
	}
}

function inSeconds({ from, to }: Zoom): [number, number] {
	return [from / 1_000, to / 1_000]
}

function selected(chart: uPlot, onZoom: Wiring["onZoom"]): void {
	const { left, width } = chart.select
	if (width < 4) return
	const at = (x: number) => Math.round(chart.posToVal(x, "x") * 1_000)
	onZoom({ from: at(left), to: at(left + width) })
	chart.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false)
}

function drawAround(chart: uPlot, { blanks, starts }: Timeline): void {
	for (const start of starts) flag(chart, start / 1_000, token("brand"))
	for (const { from, to, kind } of blanks) {
		const down = kind === "down"
		hatch(
			chart,
			from / 1_000,
			to / 1_000,
			token(down ? "control" : "warn"),
			down ? "Aurora was not running" : "not received",
		)
	}
}

function bars(colour: string, alpha: number): uPlot.Series {
	return {
		scale: "n",
		width: 0,
		fill: () => withAlpha(token(colour), alpha),
		stroke: () => token(colour),
		...(uPlot.paths.bars && { paths: uPlot.paths.bars({ size: [0.8, 24], align: 1 }) }),
		points: { show: false },
	}
}

function line(colour: string, latest: Wiring["latest"]): uPlot.Series {
	return {
		scale: "ms",
		width: 1.75,
		stroke: () => token(colour),
		points: { show: false },
		gaps: (chart, _, __, ___, gaps) => gaps.filter((gap) => isBreak(chart, gap, latest().timeline)),
	}
}

/** A line breaks where Aurora did not run, and where too long nothing was measured. */
function isBreak(chart: uPlot, [left, right]: [number, number], { blanks }: Timeline): boolean {
	const at = (x: number) => chart.posToVal(x, "x", true) * 1_000
	const [from, to] = [at(left), at(right)]
	return to - from > bridgedMs || blanks.some((blank) => blank.from < to && blank.to > from)
}

function withAlpha(colour: string, alpha: number): string {
	return `color-mix(in srgb, ${colour} ${100 * alpha}%, transparent)`
}
