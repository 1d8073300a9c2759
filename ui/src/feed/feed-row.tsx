import { memo, type ReactNode } from "react"
import { ForeignText } from "../components/foreign-text"
import { SeverityBadge } from "../components/severity-icon"
import { Time } from "../components/time"
import type { AuroraEvent, Severity } from "../live/events"

/** Where a row stands in the feed. */
export interface Placed {
	/** Its place in the feed, from 1. */
	place: number
	/** The row's distance from the feed's top, and its height, in pixels. */
	top: number
	height: number
	/** Whether the keyboard is at it. */
	selected: boolean
}

interface Props extends Placed {
	/** The row's key in the list. */
	id: string
	event: AuroraEvent
	/** The number of the row's last event. */
	last: number
	/** Whether it belongs to an opened row above it. */
	within?: boolean
	entering: boolean
	children: ReactNode
}

/** What every row of the feed has: its place, its time, its severity and its title. */
export function FeedRow(props: Props) {
	const { id, event, last, place, top, height, selected, within, entering, children } = props
	const title = `${last === event.seq ? "event" : "events-from"}-${event.seq}`
	const quiet = event.severity === "debug"
	return (
		<article
			aria-labelledby={title}
			tabIndex={selected ? 0 : -1}
			data-key={id}
			data-first={event.seq}
			aria-posinset={place}
			aria-setsize={-1}
			data-seq={last}
			data-type={event.type}
			style={{ transform: `translateY(${top}px)`, height }}
			className={`absolute inset-x-0 top-0 grid cursor-default contain-strict grid-cols-[1fr_auto] content-center items-center gap-x-3 overflow-hidden border-b border-hairline px-3 md:grid-cols-[4.25rem_4.75rem_9.5rem_1fr] hover:bg-raised/60 focus-visible:-outline-offset-2 md:px-4 lg:grid-cols-[4.25rem_4.75rem_12rem_1fr_minmax(0,11rem)] ${quiet ? "text-faint" : ""} ${within ? "border-l-4 border-l-control bg-bg" : ""} ${entering ? `animate-arrive motion-reduce:animate-none ${tints[event.severity]}` : ""}`}
		>
			<RowHead event={event} id={title} />
			{children}
		</article>
	)
}

/** What a new row's ground fades from. */
const tints: Record<Severity, string> = {
	debug: "[--tint:transparent]",
	info: "[--tint:var(--info)]",
	notice: "[--tint:var(--brand)]",
	warn: "[--tint:var(--warn)]",
	error: "[--tint:var(--error)]",
	critical: "[--tint:var(--critical)]",
}

/** What a row says of its event does not change where others push it down. */
const RowHead = memo(function RowHead({ event, id }: { event: AuroraEvent; id: string }) {
	const quiet = event.severity === "debug"
	return (
		<>
			<Time
				at={event.time}
				as="clock"
				className="order-2 font-mono text-xs text-faint tabular-nums md:order-none"
			/>
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
		</>
	)
})
