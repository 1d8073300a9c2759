import { memo, useState } from "react"
import { ForeignText } from "../../components/foreign-text"
import { SeverityBadge } from "../../components/severity-icon"
import { formatClock } from "../../lib/format"
import { visibleText } from "../../lib/visible-text"
import type { AuroraEvent } from "../../live/events"

interface Props {
	event: AuroraEvent
	/** Its place in the feed, from 1. */
	place: number
	/** The row's distance from the feed's top, and its height, in pixels. */
	top: number
	height: number
	/** Whether a new row may fade in. */
	lively: boolean
}

const newMs = 2_000

/** One event: a line on a desk, two on a phone. What is too long is cut, so that no text hides another. */
export const EventRow = memo(function EventRow({ event, place, top, height, lively }: Props) {
	const [entering] = useState(() => lively && Math.abs(Date.now() - Date.parse(event.time)) < newMs)
	const id = `event-${event.seq}`
	const quiet = event.severity === "debug"
	return (
		<article
			aria-labelledby={id}
			aria-posinset={place}
			aria-setsize={-1}
			data-seq={event.seq}
			data-type={event.type}
			style={{ transform: `translateY(${top}px)`, height }}
			className={`absolute inset-x-0 top-0 grid grid-cols-[1fr_auto] content-center items-center gap-x-3 overflow-hidden border-b border-hairline px-3 md:grid-cols-[4.25rem_4.75rem_9.5rem_1fr] md:px-4 lg:grid-cols-[4.25rem_4.75rem_12rem_1fr_minmax(0,11rem)] ${quiet ? "text-faint" : ""} ${entering ? "animate-enter motion-reduce:animate-none" : ""}`}
		>
			<time
				dateTime={event.time}
				title={event.time}
				className="order-2 font-mono text-xs text-faint tabular-nums md:order-none"
			>
				{formatClock(event.time)}
			</time>
			<span className="order-3 hidden md:order-none md:block">
				<SeverityBadge severity={event.severity} />
			</span>
			<span
				id={id}
				className={`order-1 flex min-w-0 items-center gap-2 md:order-none ${quiet ? "" : "font-medium"}`}
			>
				<span className="md:hidden">
					<SeverityBadge severity={event.severity} />
				</span>
				<ForeignText className="truncate">{event.title}</ForeignText>
			</span>
			<span
				title={visibleText(event.message)}
				className="order-4 col-span-2 flex min-w-0 text-muted md:order-none md:col-span-1"
			>
				<ForeignText className={`truncate ${quiet ? "text-faint" : ""}`}>{event.message}</ForeignText>
			</span>
			<span className="hidden min-w-0 justify-end text-xs text-faint lg:flex">
				{event.guild && <ForeignText className="truncate">{event.guild.name}</ForeignText>}
			</span>
		</article>
	)
})
