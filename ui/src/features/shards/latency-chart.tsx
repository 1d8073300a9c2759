import { useMemo, useState } from "react"
import { ChartLegend, LegendEntry } from "../../components/chart-legend"
import { LineChart } from "../../components/line-chart"
import { formatMs, notMeasured } from "../../lib/format"
import type { Shard } from "./answers"
import { curvesOf, latenciesOf, readingAt } from "./latencies"

interface Props {
	shards: readonly Shard[]
	selected: number | null
}

/** The last heartbeats of all shards; the selected one stands out, else the slowest of now. */
export function LatencyChart({ shards, selected }: Props) {
	const [point, setPoint] = useState<number | null>(null)
	const latencies = useMemo(() => latenciesOf(shards), [shards])
	const now = readingAt(latencies, latencies.at.length - 1)
	const highlighted = selected ?? slowestOf(now)?.id ?? null
	const curves = useMemo(() => curvesOf(latencies, highlighted), [latencies, highlighted])
	const reading = point === null ? now : readingAt(latencies, point)
	const ordered = reading.toSorted((a, b) => a.ms - b.ms)
	const slowest = slowestOf(reading)
	return (
		<div className="min-h-56 px-3 py-2 md:px-4">
			<ChartLegend at={latencies.at[point ?? latencies.at.length - 1]}>
				<LegendEntry
					swatch="h-0.5 bg-live"
					name={highlighted === null ? "shard" : `shard ${highlighted}`}
					value={ms(reading.find(({ id }) => id === highlighted)?.ms)}
				/>
				{shards.length > 1 && (
					<>
						<LegendEntry swatch="h-0.5 bg-brand/40" name="the others" />
						<LegendEntry name="median" value={ms(ordered[Math.floor((ordered.length - 1) / 2)]?.ms)} />
						<LegendEntry
							name={slowest ? `slowest, shard ${slowest.id}` : "slowest"}
							value={ms(slowest?.ms)}
						/>
					</>
				)}
			</ChartLegend>
			<LineChart at={latencies.at} curves={curves} onPoint={setPoint} />
		</div>
	)
}

function slowestOf(reading: readonly { id: number; ms: number }[]) {
	return reading.toSorted((a, b) => b.ms - a.ms)[0]
}

function ms(value: number | undefined): string {
	return value === undefined ? notMeasured : `${formatMs(value)} ms`
}
