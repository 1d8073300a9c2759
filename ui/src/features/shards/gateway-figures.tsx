import { Figure, Figures } from "../../components/figure"
import type { Mark } from "../../components/health-mark"
import { formatCount, formatMs, formatRate, plural } from "../../lib/format"
import type { DashboardStats } from "../../live/stats"

const unheard = "no shard has reported"

/** All shards together. */
export function GatewayFigures({ stats }: { stats: DashboardStats | null }) {
	const loading = stats === null
	const gateway = stats?.gateway
	const {
		shardsReady: ready,
		shardsTotal: total,
		guildsUnavailable: unavailable,
		clockSkewMs,
	} = gateway ?? {}
	const text = <T,>(value: T | null | undefined, format: (value: T) => string) =>
		value == null ? null : format(value)
	return (
		<Figures label="All shards">
			<Figure
				loading={loading}
				name="Ready"
				value={ready == null || total == null ? null : `${formatCount(ready)} of ${formatCount(total)}`}
				missing={unheard}
				mark={readyMark(ready, total)}
				detail={ready ? guildsText(unavailable) : null}
			/>
			<Figure
				loading={loading}
				name="Heartbeat, p95"
				value={text(gateway?.latency?.p95, (ms) => `${formatMs(ms)} ms`)}
				missing="no shard is ready"
				detail={text(stats?.avgLatencyMs, (ms) => `mean ${formatMs(ms)} ms`)}
			/>
			<Figure
				loading={loading}
				name="Events/s"
				value={text(gateway?.dispatchPerSec, formatRate)}
				missing={unheard}
				detail="from Discord"
			/>
			<Figure
				loading={loading}
				name="Resumed"
				value={text(gateway?.resumes24h, formatCount)}
				missing={unheard}
				detail="in 24 h"
			/>
			<Figure
				loading={loading}
				name="New sessions"
				value={text(gateway?.reidentifies24h, formatCount)}
				missing={unheard}
				detail={text(gateway?.invalidSessions24h, (n) => `${formatCount(n)} ended by Discord`)}
			/>
			<Figure
				loading={loading}
				name="Our clock"
				value={text(clockSkewMs, (skew) => `${skew < 0 ? "−" : "+"}${formatMs(Math.abs(skew))} ms`)}
				missing="not measured yet"
				detail="against Discord's"
			/>
		</Figures>
	)
}

function guildsText(unavailable: number | null | undefined): string | null {
	if (unavailable == null) return null
	return unavailable > 0 ? `${plural(unavailable, "guild")} unavailable` : "all guilds available"
}

function readyMark(ready: number | null | undefined, total: number | null | undefined): Mark | null {
	if (ready == null || total == null || total === 0) return null
	if (ready === 0) return { level: "error", word: "down" }
	return ready < total
		? { level: "warn", word: `${formatCount(total - ready)} missing` }
		: { level: "ok", word: "all" }
}
