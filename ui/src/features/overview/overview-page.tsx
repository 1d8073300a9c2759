import { useMemo, useState } from "react"
import { EventFeed } from "../../feed/event-feed"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { isDated } from "../../live/connection"
import { EconomyStrip } from "./economy-strip"
import { HealthLine } from "./health-line"
import type { Range } from "./history"
import { ShardGrid } from "./shard-grid"
import { StatCards } from "./stat-cards"
import { TimelinePanel } from "./timeline-panel"
import { useHistory } from "./use-history"
import { useMoment } from "./use-moment"

/** The page one leaves open: how the bot is, and what just happened. */
export function OverviewPage() {
	const live = useDashboardStats()
	const { stats, samples, events, lines, past, away, continuity, loadGap, skipGap, awayRead } = live
	const actions = useMemo(() => ({ loadGap, skipGap, awayRead }), [loadGap, skipGap, awayRead])
	const [range, setRange] = useState<Range>("15m")
	const history = useHistory(range, live.conn.state)
	const recent = useHistory("15m", live.conn.state)
	const moment = useMoment(live)
	return (
		<div className="flex flex-col gap-3 lg:gap-4">
			<HealthLine stats={stats} events={events} dated={isDated(live.conn)} />
			<StatCards stats={stats} samples={samples} history={recent.data} />
			<div className="grid gap-3 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] lg:gap-4">
				<TimelinePanel
					range={range}
					onRange={setRange}
					history={history.data}
					failed={history.isError}
					moment={moment}
				/>
				<div className="grid content-start gap-3 md:grid-cols-2 lg:grid-cols-1 lg:gap-4">
					<ShardGrid gateway={stats?.gateway ?? null} />
					<EconomyStrip economy={stats?.economy ?? null} />
				</div>
			</div>
			<div className="flex flex-col md:h-160">
				<EventFeed
					title="Recent Events"
					events={events}
					lines={lines}
					past={past}
					away={away}
					continuity={continuity}
					since={stats?.build?.startedAt ?? null}
					actions={actions}
				/>
			</div>
		</div>
	)
}
