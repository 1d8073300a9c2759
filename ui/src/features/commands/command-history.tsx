import { useMemo, useState } from "react"
import { ChartLegend, LegendEntry } from "../../components/chart-legend"
import { Choice } from "../../components/choice"
import { LineChart } from "../../components/line-chart"
import { Panel } from "../../components/panel"
import type { Answer } from "../../hooks/use-api"
import { formatCount, formatMs, notMeasured } from "../../lib/format"
import type { CommandDetail, Minute } from "./answers"
import { curvesOf, latestMeasured } from "./history"
import { HistoryTable } from "./history-table"

const views = { chart: "Chart", table: "Table" }

/** The last hour of a command, minute by minute. */
export function CommandHistory({ answer }: { answer: Answer<CommandDetail> }) {
	const [view, setView] = useState<keyof typeof views>("chart")
	return (
		<Panel
			title="The last hour"
			aside={<Choice label="View" words={views} value={view} onChoose={setView} />}
			answer={answer}
			loading={<div className="h-56" />}
			empty={({ history }) => !history?.length && "Nothing was measured yet."}
		>
			{({ history }) =>
				view === "chart" ? <HistoryChart minutes={history ?? []} /> : <HistoryTable minutes={history ?? []} />
			}
		</Panel>
	)
}

function HistoryChart({ minutes }: { minutes: readonly Minute[] }) {
	const [point, setPoint] = useState<number | null>(null)
	const { at, curves } = useMemo(() => curvesOf(minutes), [minutes])
	const i = point ?? latestMeasured(minutes)
	const minute = minutes[i]
	return (
		<div className="min-h-62 px-3 py-2 md:px-4">
			<ChartLegend at={at[i]}>
				<LegendEntry swatch="h-0.5 bg-live" name="p50" value={ms(minute?.p50)} />
				<LegendEntry swatch="h-0.5 bg-warn" name="p95" value={ms(minute?.p95)} />
				<LegendEntry swatch="h-0.5 bg-error" name="p99" value={ms(minute?.p99)} />
				<LegendEntry swatch="h-2.5 bg-brand/35" name="calls" value={count(minute?.calls)} />
				<LegendEntry swatch="h-2.5 bg-error" name="failed" value={count(minute?.errors)} />
			</ChartLegend>
			<LineChart at={at} curves={curves} onPoint={setPoint} />
		</div>
	)
}

function ms(value: number | null | undefined): string {
	return value == null ? notMeasured : `${formatMs(value)} ms`
}

function count(value: number | null | undefined): string {
	return value == null ? notMeasured : formatCount(value)
}
