import { useState } from "react"
import type { Dashboard } from "../../hooks/use-dashboard-stats"
import type { Connection } from "../../live/connection"
import type { Tally } from "../../live/tally"

/** What the timeline shows the end of. */
export interface Moment {
	/** The server's time, in milliseconds. */
	readonly now: number
	/** Until when everything was received. */
	readonly heardUntil: number
	readonly tally: Tally
}

/** Where nothing is missing that has happened. */
const whole: ReadonlySet<Connection["state"]> = new Set(["connecting", "live", "resuming", "polling"])

/** The moment as the timeline draws it: a new one each second, and none while the page is paused. */
export function useMoment({ now, clockAheadMs, freshnessMs, conn, tally, paused }: Dashboard): Moment {
	const server = now + clockAheadMs
	const [drawn, setDrawn] = useState<Moment & { at: number }>({
		at: now,
		now: server,
		heardUntil: server,
		tally,
	})
	if (paused || drawn.at === now) return drawn
	const heardUntil = whole.has(conn.state) ? server : server - (freshnessMs ?? 0)
	const next = { at: now, now: server, heardUntil, tally }
	setDrawn(next)
	return next
}
