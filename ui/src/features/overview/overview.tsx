import { Announcer } from "../../components/announcer"
import { ConnectionBanner } from "../../components/connection-banner"
import { ConnectionPill } from "../../components/connection-pill"
import { Logo } from "../../components/logo"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { EventFeed } from "./event-feed"
import { HealthLine } from "./health-line"
import { StatCards } from "./stat-cards"

/** The page one leaves open: how the bot is, and what just happened. */
export function Overview() {
	const { stats, samples, events, lines, conn, freshnessMs, continuity, retryNow } = useDashboardStats()
	const dated = conn.state !== "live" && conn.state !== "connecting" && conn.state !== "resuming"
	return (
		<div className="flex min-h-dvh flex-col md:h-dvh md:min-h-160">
			<header className="sticky top-0 z-10 border-b border-hairline bg-bg">
				<div className="mx-auto flex min-h-12 max-w-400 flex-wrap items-center justify-between gap-x-4 px-4 md:px-6">
					<Logo />
					<ConnectionPill conn={conn} freshnessMs={freshnessMs} />
				</div>
				<ConnectionBanner conn={conn} retryNow={retryNow} />
			</header>
			<main
				className={`mx-auto flex w-full max-w-400 min-h-0 flex-1 flex-col px-4 pb-4 transition-[filter] duration-400 motion-reduce:transition-none md:px-6 ${dated ? "saturate-60" : ""}`}
			>
				<HealthLine stats={stats} />
				<StatCards stats={stats} samples={samples} />
				<EventFeed events={events} lines={lines} received={continuity.received} lost={continuity.lost} />
			</main>
			<Announcer received={continuity.received} errors={continuity.errors} state={conn.state} />
		</div>
	)
}
