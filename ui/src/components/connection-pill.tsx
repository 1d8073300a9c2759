import { formatCount } from "../lib/format"
import type { Connection } from "../live/connection"

interface Props {
	conn: Connection
	freshnessMs: number | null
	/** How many events wait, where the reader has paused the page; else null. */
	waiting: number | null
}

const looks: Record<Connection["state"], { dot: string; text: string }> = {
	connecting: { dot: "bg-faint", text: "text-muted" },
	live: { dot: "bg-live", text: "text-live" },
	stale: { dot: "bg-warn", text: "text-warn" },
	reconnecting: { dot: "border-2 border-warn", text: "text-warn" },
	polling: { dot: "border-2 border-info", text: "text-info" },
	offline: { dot: "border-2 border-faint", text: "text-muted" },
	resuming: { dot: "bg-info", text: "text-info" },
	"signed-out": { dot: "border-2 border-error", text: "text-error" },
}

const pausedLook = { dot: "bg-warn", text: "text-warn" }

/** Where events come in. That the page is paused is said of these only: what is wrong goes before. */
const flows: ReadonlySet<Connection["state"]> = new Set(["connecting", "live", "polling", "resuming"])

/** Whether what is shown is now. It ticks, so it keeps silent for screen readers; the announcer speaks. */
export function ConnectionPill({ conn, freshnessMs, waiting }: Props) {
	const paused = waiting !== null && flows.has(conn.state)
	const { dot, text } = paused ? pausedLook : looks[conn.state]
	return (
		<div
			role="status"
			aria-label="Connection"
			aria-live="off"
			data-state={paused ? "paused" : conn.state}
			className={`flex h-6 min-w-0 items-center gap-2 rounded-full border border-hairline bg-surface px-2.5 text-xs font-medium tabular-nums ${text}`}
		>
			<span aria-hidden="true" className={`size-2 shrink-0 rounded-full forced-color-adjust-none ${dot}`} />
			<span className="truncate">
				{paused ? `Paused, ${formatCount(waiting)} waiting` : label(conn, freshnessMs ?? 0)}
			</span>
		</div>
	)
}

function label(conn: Connection, freshnessMs: number): string {
	switch (conn.state) {
		case "connecting":
			return "Connecting"
		case "live":
			return `LIVE ${(freshnessMs / 1000).toFixed(1)}s`
		case "stale":
			return `Last update ${Math.round(freshnessMs / 1000)} s ago`
		case "reconnecting":
			return "Reconnecting"
		case "offline":
			return "Offline"
		case "signed-out":
			return "Signed out"
		case "polling":
			return `Polling, ${Math.round(freshnessMs / 1000)} s ago`
		case "resuming":
			return conn.progress
				? `Catching up ${formatCount(conn.progress.done)} of ${formatCount(conn.progress.total)}`
				: "Catching up"
	}
}
