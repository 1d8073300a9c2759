import { useEffect, useRef, useState } from "react"
import { plural } from "../lib/format"
import type { Connection } from "../live/connection"

export interface News {
	received: number
	errors: number
	state: Connection["state"]
}

const everyMs = 10_000

/** The page's one polite live region: at most one summary in ten seconds, and none of nothing. */
export function Announcer({ received, errors, state }: News) {
	const latest = useRef<News>({ received, errors, state })
	const [text, setText] = useState("")
	useEffect(() => {
		latest.current = { received, errors, state }
	}, [received, errors, state])
	useEffect(() => {
		let told = latest.current
		const timer = setInterval(() => {
			const summary = summarize(told, latest.current)
			told = latest.current
			if (summary) setText(summary)
		}, everyMs)
		return () => clearInterval(timer)
	}, [])
	return (
		<div aria-live="polite" className="sr-only">
			{text}
		</div>
	)
}

const spoken: Partial<Record<Connection["state"], string>> = {
	live: "Connected.",
	stale: "No news from the server.",
	reconnecting: "Connection lost.",
	polling: "Live updates are blocked. The page polls.",
	offline: "You are offline.",
	"signed-out": "You were signed out.",
}

/** What happened between two moments, or an empty text. */
export function summarize(before: News, now: News): string {
	const events = now.received - before.received
	const errors = now.errors - before.errors
	const parts = []
	if (now.state !== before.state) parts.push(spoken[now.state] ?? "")
	if (events > 0) parts.push(plural(events, "event") + (errors > 0 ? `, ${plural(errors, "error")}` : ""))
	return parts.filter(Boolean).join(" ")
}
