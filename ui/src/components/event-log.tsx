import { Link } from "@tanstack/react-router"
import type { AuroraEvent } from "../live/events"
import { ForeignText } from "./foreign-text"
import { SeverityBadge } from "./severity-icon"
import { Time } from "./time"

/** Events of one kind, newest first; each leads to its details beside the page. */
export function EventLog({ events, label }: { events: readonly AuroraEvent[]; label: string }) {
	return (
		<section aria-label={label} className="max-h-104 overflow-y-auto">
			<ol className="divide-y divide-hairline">
				{events.map((event) => (
					<li key={event.seq}>
						<LogRow event={event} />
					</li>
				))}
			</ol>
		</section>
	)
}

function LogRow({ event }: { event: AuroraEvent }) {
	return (
		<Link
			to="."
			search={(before: object) => ({ ...before, trace: undefined, event: String(event.seq) })}
			resetScroll={false}
			data-row=""
			className="grid grid-cols-[5rem_1fr_auto] items-center gap-x-3 px-3 py-1.5 hover:bg-raised focus-visible:-outline-offset-2 md:px-4 pointer-coarse:min-h-11"
		>
			<SeverityBadge severity={event.severity} />
			<ForeignText className="truncate font-medium">{event.title}</ForeignText>
			<Time at={event.time} className="text-right text-xs whitespace-nowrap text-faint tabular-nums" />
			<ForeignText className="col-span-2 col-start-2 text-muted [overflow-wrap:anywhere]">
				{event.message}
			</ForeignText>
		</Link>
	)
}
