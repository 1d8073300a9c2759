import { Link } from "@tanstack/react-router"
import { memo, type ReactNode } from "react"
import { DeadlineBar } from "../../components/deadline-bar"
import { Sparkline } from "../../components/sparkline"
import { StatCard } from "../../components/stat-card"
import { deadlineMs, nearMs } from "../../lib/deadline"
import { formatChange, formatCount, formatMs, formatPercent, formatRate, plural } from "../../lib/format"
import type { Sample } from "../../live/live-state"
import type { DashboardStats } from "../../live/stats"
import { figuresOf } from "./card-figures"
import { pointsOf } from "./card-points"
import { ackMark, errorMark, guildMark, latencyMark, supplyMark } from "./card-rules"
import type { History } from "./history"

interface Props {
	/** Null while loading. */
	stats: DashboardStats | null
	samples: readonly Sample[]
	/** The last quarter of an hour as it was fetched, for what was before the samples. */
	history: History | undefined
}

/** The bot's pulse in six figures. Their order never changes. */
export const StatCards = memo(function StatCards({ stats, samples, history }: Props) {
	const { yesterday = null } = history ?? {}
	const figures = figuresOf(stats?.serverTime ?? null)
	const spark = (key: keyof Sample, format: (value: number) => string) => (
		<Sparkline points={pointsOf(key, samples, history, ahead)} format={format} />
	)
	const ahead = Date.parse(stats?.serverTime ?? "") - (samples.at(-1)?.at ?? Number.NaN) || 0
	const ack = stats?.interactions?.ack?.p99 ?? null
	return (
		<section
			aria-label="Pulse"
			className="grid gap-3 min-[22rem]:grid-cols-2 md:grid-cols-3 lg:grid-cols-6 lg:gap-4"
		>
			<StatCard
				label="Avg Latency"
				link={to("/shards")}
				value={stats && figures.ms(stats.avgLatencyMs, "no heartbeat answered yet")}
				mark={latencyMark(stats?.avgLatencyMs ?? null)}
				delta={since(stats?.avgLatencyMs, yesterday?.avgLatencyMs)}
				detail={tail(stats?.gateway?.latency?.p95, (p95) => `p95 ${msText(p95)}`)}
			>
				{spark("latencyMs", msText)}
			</StatCard>
			<StatCard
				label="Commands/min"
				link={to("/commands")}
				value={stats && figures.rate(stats.commands?.perMin, "not counted yet")}
				delta={since(stats?.commands?.perMin, yesterday?.commandsPerMin)}
				detail={tail(stats?.commandsToday, (today) => `${formatCount(today)} today`)}
			>
				{spark("commandsPerMin", formatRate)}
			</StatCard>
			<StatCard
				label="Error rate"
				link={to("/events", { sev: "error,critical" })}
				value={stats && figures.percent(stats.errorRate5m, "no command in 5 min")}
				mark={errorMark(stats?.errorRate5m ?? null)}
				delta={since(stats?.errorRate5m, yesterday?.errorRate)}
				detail="of commands, 5 min"
			>
				{spark("errorRate", (ratio) => `${formatPercent(100 * ratio)} %`)}
			</StatCard>
			<StatCard
				label="Ack p99"
				link={to("/commands")}
				value={stats && figures.seconds(ack, "no command in 5 min")}
				mark={ackMark(ack)}
				delta={since(ack, yesterday?.ackP99)}
				detail={nearMisses(stats)}
			>
				{ack !== null && <DeadlineBar ms={ack} deadlineMs={deadlineMs} nearMs={nearMs} />}
			</StatCard>
			<StatCard
				label="Guilds"
				link={to("/events", { type: "guild.*" })}
				value={stats && figures.whole(stats.guildCount, "not sent by Discord yet")}
				mark={stats && guildMark(stats)}
				detail={tail(stats?.userCount, (members) => plural(members, "member"))}
			>
				{spark("guilds", formatCount)}
			</StatCard>
			<StatCard
				label="Supply"
				link={to("/economy")}
				value={stats && figures.amount(stats.economy?.supply, "ledger not summed yet")}
				mark={stats && supplyMark(stats)}
				detail={supplyDetail(stats)}
			>
				{spark("supply", formatCount)}
			</StatCard>
		</section>
	)
})

/** The way to a page. */
function to(path: "/shards" | "/commands" | "/events" | "/economy", search: Record<string, string> = {}) {
	return (label: ReactNode, className: string) => (
		<Link to={path} search={() => search} className={className}>
			{label}
		</Link>
	)
}

function msText(ms: number): string {
	return `${formatMs(ms)} ms`
}

function since(now: number | null | undefined, before: number | null | undefined): string | undefined {
	return now == null || before == null ? undefined : formatChange(before, now)
}

function nearMisses(stats: DashboardStats | null): string | undefined {
	const { nearMiss5m, missed5m } = stats?.interactions ?? {}
	if (nearMiss5m == null || missed5m == null) return undefined
	return nearMiss5m + missed5m === 0 ? "no near miss, 5 min" : `${nearMiss5m} near, ${missed5m} missed, 5 min`
}

function supplyDetail(stats: DashboardStats | null): string {
	const change = Number(stats?.economy?.supplyDelta24h ?? Number.NaN)
	const currency = stats?.economy?.currency ?? "coins"
	if (Number.isNaN(change)) return currency
	return `${currency}, ${change < 0 ? "−" : "+"}${formatCount(Math.abs(change))} in 24 h`
}

function tail<T>(value: T | null | undefined, format: (value: T) => string): string | undefined {
	return value == null ? undefined : format(value)
}
