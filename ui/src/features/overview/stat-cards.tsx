import { memo } from "react"
import { Sparkline } from "../../components/sparkline"
import { type Measured, StatCard } from "../../components/stat-card"
import { formatAmount, formatCount, formatExactAmount, formatMs, formatRate, plural } from "../../lib/format"
import type { Sample } from "../../live/live-state"
import type { DashboardStats } from "../../live/stats"

interface Props {
	stats: DashboardStats | null
	samples: readonly Sample[]
}

/** The bot's pulse in five figures. */
export const StatCards = memo(function StatCards({ stats, samples }: Props) {
	return (
		<section
			aria-label="Pulse"
			className="grid grid-cols-[repeat(auto-fit,minmax(8rem,1fr))] gap-3 *:last:col-span-full md:grid-cols-6 md:*:col-span-2 md:*:nth-4:col-span-3 md:*:last:col-span-3 lg:grid-cols-5 lg:gap-4 lg:*:col-span-1 lg:*:nth-4:col-span-1 lg:*:last:col-span-1"
		>
			<StatCard
				label="Avg Latency"
				value={stats && measured(stats.avgLatencyMs, latency, "Not measured: no heartbeat was answered yet")}
				detail={tail(stats?.gateway?.latency?.p95, (p95) => `p95 ${latencyText(p95)}`)}
				spark={<Sparkline points={series(samples, "latencyMs")} format={latencyText} />}
			/>
			<StatCard
				label="Commands/min"
				value={stats && measured(stats.commands?.perMin, rate, "Not measured yet")}
				detail={tail(stats?.commandsToday, (today) => `${formatCount(today)} today`)}
				spark={<Sparkline points={series(samples, "commandsPerMin")} format={formatRate} />}
			/>
			<StatCard
				label="Guilds"
				value={stats && measured(stats.guildCount, whole, "Not known: Discord has not sent the guilds yet")}
				detail={shards(stats)}
			/>
			<StatCard
				label="Members"
				value={stats && measured(stats.userCount, whole, "Not known: Discord has not sent the guilds yet")}
				detail={tail(stats?.economy?.accounts, (accounts) => plural(accounts, "account"))}
			/>
			<StatCard
				label="Supply"
				value={stats && measured(stats.economy?.supply, amount, "Not known: the ledger was not summed yet")}
				detail={stats?.economy?.currency ?? "coins"}
				spark={<Sparkline points={series(samples, "supply")} format={formatRate} />}
			/>
		</section>
	)
})

function measured<T>(value: T | null | undefined, format: (value: T) => Measured, missing: string): Measured {
	return value == null ? { missing } : format(value)
}

function latency(ms: number): Measured {
	return { text: formatMs(ms), unit: "ms" }
}

function latencyText(ms: number): string {
	return `${formatMs(ms)} ms`
}

function rate(perMin: number): Measured {
	return { text: formatRate(perMin) }
}

function whole(count: number): Measured {
	return amount(String(count))
}

function amount(count: string): Measured {
	const exact = formatExactAmount(count)
	return exact === null ? { missing: "Not readable: no whole number" } : { text: formatAmount(count), exact }
}

function shards(stats: DashboardStats | null): string | undefined {
	const { shardsReady, shardsTotal } = stats?.gateway ?? {}
	if (shardsReady == null || shardsTotal == null) return undefined
	return `${shardsReady} of ${plural(shardsTotal, "shard")} ready`
}

function tail<T>(value: T | null | undefined, format: (value: T) => string): string | undefined {
	return value == null ? undefined : format(value)
}

function series(samples: readonly Sample[], key: "latencyMs" | "commandsPerMin" | "supply") {
	return samples.map((sample) => ({ at: sample.at, value: sample[key] }))
}
