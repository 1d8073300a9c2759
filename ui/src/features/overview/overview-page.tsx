import { useMemo } from "react"
import { EventFeed } from "../../feed/event-feed"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { HealthLine } from "./health-line"
import { StatCards } from "./stat-cards"

/** The page one leaves open: how the bot is, and what just happened. */
export function OverviewPage() {
	const live = useDashboardStats()
	const { stats, samples, events, lines, past, away, continuity, loadGap, skipGap, awayRead } = live
	const actions = useMemo(() => ({ loadGap, skipGap, awayRead }), [loadGap, skipGap, awayRead])
	return (
		<div className="flex min-h-0 flex-1 flex-col">
			<HealthLine stats={stats} />
			<StatCards stats={stats} samples={samples} />
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
	)
}
