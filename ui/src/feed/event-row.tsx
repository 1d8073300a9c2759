import { memo, useState } from "react"
import { ForeignText } from "../components/foreign-text"
import { visibleText } from "../lib/visible-text"
import type { AuroraEvent } from "../live/events"
import { FeedRow, type Placed } from "./feed-row"

interface Props extends Placed {
	/** The row's key in the list. */
	id: string
	event: AuroraEvent
	/** Whether it belongs to an opened row above it. */
	within: boolean
	/** Whether a new row may fade in. */
	lively: boolean
}

const newMs = 2_000

/** One event: a line on a desk, two on a phone. What is too long is cut, so that no text hides another. */
export const EventRow = memo(function EventRow({ id, event, within, lively, ...placed }: Props) {
	const [entering] = useState(() => lively && Math.abs(Date.now() - Date.parse(event.time)) < newMs)
	return (
		<FeedRow id={id} event={event} last={event.seq} within={within} entering={entering} {...placed}>
			<EventDetail event={event} />
		</FeedRow>
	)
})

const EventDetail = memo(function EventDetail({ event }: { event: AuroraEvent }) {
	return (
		<>
			<span
				title={visibleText(event.message)}
				className="order-4 col-span-2 flex min-w-0 text-muted md:order-none md:col-span-1"
			>
				<ForeignText className={`truncate ${event.severity === "debug" ? "text-faint" : ""}`}>
					{event.message}
				</ForeignText>
			</span>
			<span className="hidden min-w-0 justify-end text-xs text-faint lg:flex">
				{event.guild && <ForeignText className="truncate">{event.guild.name}</ForeignText>}
			</span>
		</>
	)
})
