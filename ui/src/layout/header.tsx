import { ConnectionBanner } from "../components/connection-banner"
import { ConnectionPill } from "../components/connection-pill"
import { Logo } from "../components/logo"
import { PauseButton } from "../components/pause-button"
import type { Dashboard } from "../hooks/use-dashboard-stats"

interface Props {
	live: Pick<Dashboard, "conn" | "freshnessMs" | "lag" | "paused" | "retryNow">
	onPause: () => void
}

/** What every page has above it: whether what is shown is now, and what one can do about it. */
export function Header({ live, onPause }: Props) {
	const { conn, freshnessMs, lag, paused, retryNow } = live
	return (
		<header className={`sticky top-0 z-10 border-b bg-bg ${paused ? "border-warn" : "border-hairline"}`}>
			<div className="flex min-h-12 flex-wrap items-center gap-x-3 px-4 md:px-6">
				<span className="md:hidden">
					<Logo />
				</span>
				<div className="ml-auto flex min-w-0 items-center gap-3">
					<ConnectionPill conn={conn} freshnessMs={freshnessMs} waiting={paused ? lag : null} />
					<PauseButton paused={paused} onClick={onPause} />
				</div>
			</div>
			<ConnectionBanner conn={conn} retryNow={retryNow} />
		</header>
	)
}
