import { useState } from "react"
import type { Dashboard } from "../hooks/use-dashboard-stats"
import { visibleText } from "../lib/visible-text"

/** What is critical now, in words: that the bot is down, or the newest critical event since the page was opened. */
export function useCritical({ stats, events }: Pick<Dashboard, "stats" | "events">): string {
	const last = events?.at(-1)?.seq
	const [from, setFrom] = useState<number | null>(null)
	// A lower number is of another log.
	if (last !== undefined && (from === null || last < from)) setFrom(last)
	if (stats?.health === "down") return `Critical: the bot is down. ${stats.healthReasons?.join(", ") ?? ""}`
	const newest = events?.findLast(({ severity, seq }) => severity === "critical" && seq > (from ?? seq))
	return newest ? visibleText(`Critical: ${newest.title}. ${newest.message}`) : ""
}
