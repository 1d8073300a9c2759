import { EventFeed } from "../../feed/event-feed"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { HealthLine } from "./health-line"
import { StatCards } from "./stat-cards"

/** The page one leaves open: how the bot is, and what just happened. */
export function OverviewPage() {
	const { stats, samples, events, lines, continuity } = useDashboardStats()
	return (
		<div className="flex min-h-0 flex-1 flex-col md:max-h-[calc(100dvh-4rem)] md:min-h-148">
			<HealthLine stats={stats} />
			<StatCards stats={stats} samples={samples} />
			<EventFeed
				events={events}
				lines={lines}
				received={continuity.received}
				lost={continuity.lost}
				last={continuity.last}
			/>
		</div>
	)
}
