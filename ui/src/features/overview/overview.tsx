import { Announcer } from "../../components/announcer"
import { ConnectionBanner } from "../../components/connection-banner"
import { ConnectionPill } from "../../components/connection-pill"
import { Logo } from "../../components/logo"
import { PauseButton } from "../../components/pause-button"
import { PollingBanner } from "../../components/polling-banner"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { useSpace } from "../../hooks/use-space"
import type { Connection } from "../../live/connection"
import { EventFeed } from "./event-feed"
import { HealthLine } from "./health-line"
import { StatCards } from "./stat-cards"

/** The page one leaves open: how the bot is, and what just happened. */
export function Overview() {
	const {
		stats,
		samples,
		events,
		lines,
		conn,
		freshnessMs,
		continuity,
		lag,
		paused,
		pause,
		resume,
		retryNow,
	} = useDashboardStats()
	const toggle = paused ? resume : pause
	useSpace(toggle)
	return (
		<div className="flex min-h-dvh flex-col md:h-dvh md:min-h-160">
			<header className={`sticky top-0 z-10 border-b bg-bg ${paused ? "border-warn" : "border-hairline"}`}>
				<div className="mx-auto flex min-h-12 max-w-400 flex-wrap items-center gap-x-3 px-4 md:px-6">
					<Logo />
					<div className="ml-auto flex min-w-0 items-center gap-3">
						<ConnectionPill conn={conn} freshnessMs={freshnessMs} waiting={paused ? lag : null} />
						<PauseButton paused={paused} onClick={toggle} />
					</div>
				</div>
				<ConnectionBanner conn={conn} retryNow={retryNow} />
			</header>
			{conn.state === "polling" && <PollingBanner everyMs={conn.everyMs} retryNow={retryNow} />}
			<main
				className={`mx-auto flex w-full max-w-400 min-h-0 flex-1 flex-col px-4 pb-4 transition-[filter] duration-400 motion-reduce:transition-none md:px-6 ${dated.has(conn.state) ? "saturate-60" : ""}`}
			>
				<HealthLine stats={stats} />
				<StatCards stats={stats} samples={samples} />
				<EventFeed
					events={events}
					lines={lines}
					received={continuity.received}
					lost={continuity.lost}
					last={continuity.last}
				/>
			</main>
			<Announcer received={continuity.received} errors={continuity.errors} state={conn.state} />
		</div>
	)
}

/** Where what is shown may no longer be true. */
const dated: ReadonlySet<Connection["state"]> = new Set(["stale", "reconnecting", "offline", "signed-out"])
