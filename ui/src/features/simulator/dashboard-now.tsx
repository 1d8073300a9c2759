import { Link } from "@tanstack/react-router"
import { memo } from "react"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { formatMs, formatRate, notMeasured } from "../../lib/format"
import type { DashboardStats } from "../../live/stats"

/** What the dashboard says by now, so that one sees here what comes of it. */
export function DashboardNow() {
	const { stats } = useDashboardStats()
	return <Figures stats={stats} />
}

const Figures = memo(function Figures({ stats }: { stats: DashboardStats | null }) {
	const { shardsReady, shardsTotal } = stats?.gateway ?? {}
	return (
		<section
			aria-label="The dashboard now"
			className="flex flex-wrap items-center gap-x-6 gap-y-2 rounded-md border border-hairline bg-surface px-3 py-2 md:px-4"
		>
			<p className="text-xs font-medium text-muted">
				<Link to="/" className="text-brand underline underline-offset-2">
					Dashboard
				</Link>{" "}
				now
			</p>
			<dl className="grid grid-cols-2 gap-x-6 gap-y-1 max-md:basis-full md:flex md:flex-1 md:flex-wrap md:gap-y-2">
				<Figure name="Avg Latency" value={said(stats?.avgLatencyMs, (ms) => `${formatMs(ms)} ms`)} />
				<Figure name="Commands/min" value={said(stats?.commands?.perMin, formatRate)} />
				<Figure
					name="Error rate"
					value={said(stats?.errorRate5m, (part) => `${formatRate(Math.round(part * 1_000) / 10)} %`)}
				/>
				<Figure name="Ack p99" value={said(stats?.interactions?.ack?.p99, (ms) => `${formatMs(ms)} ms`)} />
				<Figure
					name="Shards ready"
					value={
						shardsReady == null || shardsTotal == null ? notMeasured : `${shardsReady} of ${shardsTotal}`
					}
				/>
				<Figure name="429 in 5 min" value={said(stats?.rest?.status?.s429, formatRate)} />
			</dl>
		</section>
	)
})

function said(value: number | null | undefined, format: (value: number) => string): string {
	return value == null ? notMeasured : format(value)
}

function Figure({ name, value }: { name: string; value: string }) {
	return (
		<div className="flex items-baseline gap-1.5">
			<dt className="text-xs text-muted">{name}</dt>
			<dd
				title={value === notMeasured ? "Not measured yet" : undefined}
				className="font-semibold tabular-nums"
			>
				{value}
			</dd>
		</div>
	)
}
