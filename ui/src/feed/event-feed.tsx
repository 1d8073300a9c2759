import { memo, useMemo, useRef, useState } from "react"
import type { AuroraEvent } from "../live/events"
import type { Line } from "../live/feed"
import { ContinuityLine } from "./continuity-line"
import { EventRows } from "./event-rows"
import { FeedFilter, type View, views } from "./feed-filter"
import { NewEventsPill } from "./new-events-pill"
import { NothingToShow } from "./nothing-to-show"
import { useReadingLock } from "./use-reading-lock"

interface Props {
	/** Oldest first; null while loading. */
	events: readonly AuroraEvent[] | null
	/** The events as lines, those of a flood gathered. */
	lines: readonly Line[]
	received: number
	lost: number
	/** The number of the newest event. */
	last: number | undefined
}

const none: readonly AuroraEvent[] = []

/** What happened, newest first. It stands still while one reads further down. */
export const EventFeed = memo(function EventFeed({ events, lines, received, lost, last }: Props) {
	const [view, setView] = useState<View>("All")
	const list = useRef<HTMLDivElement>(null)
	const matching = useMemo(() => (view === "All" ? lines : lines.filter(views[view])), [lines, view])
	const errors = useMemo(() => lines.filter(views.Errors).reduce(sum, 0), [lines])
	const { shown, waiting, scrolled, release } = useReadingLock(matching, list)

	function choose(next: View) {
		release()
		setView(next)
	}

	return (
		<section aria-labelledby="feed-title" className="mt-4 flex min-h-0 flex-1 flex-col">
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-2.5">
				<h2 id="feed-title" className="text-base font-semibold">
					Recent Events
				</h2>
				<FeedFilter view={view} errors={errors} onChange={choose} />
			</div>
			<div className="relative flex h-[70dvh] min-h-72 flex-col overflow-hidden rounded-md border border-hairline bg-surface md:h-auto md:max-h-360 md:flex-1">
				<EventRows
					lines={shown}
					events={events ?? none}
					list={list}
					loading={events === null}
					onScroll={scrolled}
				/>
				{events && shown.length === 0 && (
					<NothingToShow total={events.length} onClear={() => choose("All")} />
				)}
				{waiting.events > 0 && <NewEventsPill waiting={waiting} onClick={release} />}
			</div>
			<ContinuityLine received={received} lost={lost} last={last} />
		</section>
	)
})

function sum(total: number, line: Line): number {
	return total + line.count
}
