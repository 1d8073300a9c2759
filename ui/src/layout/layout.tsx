import type { ReactNode } from "react"
import { Announcer } from "../components/announcer"
import { PollingBanner } from "../components/polling-banner"
import { useDashboardStats } from "../hooks/use-dashboard-stats"
import { useKeys } from "../hooks/use-keys"
import type { Connection } from "../live/connection"
import { BottomBar } from "./bottom-bar"
import { Header } from "./header"
import type { Place } from "./place"
import { Rail } from "./rail"

interface Props {
	places: readonly Place[]
	/** The page. */
	children: ReactNode
}

/** The frame around every page. */
export function Layout({ places, children }: Props) {
	const live = useDashboardStats()
	const { conn, continuity, paused, pause, resume, retryNow } = live
	const toggle = paused ? resume : pause
	useKeys({ " ": toggle })
	return (
		<div className="flex min-h-dvh">
			<Rail places={places} />
			<div className="flex min-w-0 flex-1 flex-col">
				<Header live={live} onPause={toggle} />
				{conn.state === "polling" && <PollingBanner everyMs={conn.everyMs} retryNow={retryNow} />}
				<main
					className={`mx-auto flex w-full max-w-400 min-h-0 flex-1 flex-col px-4 pb-4 transition-[filter] duration-400 motion-reduce:transition-none md:px-6 ${dated.has(conn.state) ? "saturate-60" : ""}`}
				>
					{children}
				</main>
				<BottomBar places={places} />
			</div>
			<Announcer received={continuity.received} errors={continuity.errors} state={conn.state} />
		</div>
	)
}

/** Where what is shown may no longer be true. */
const dated: ReadonlySet<Connection["state"]> = new Set(["stale", "reconnecting", "offline", "signed-out"])
