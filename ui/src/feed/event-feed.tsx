import { memo, useMemo, useRef } from "react"
import type { Continuity } from "../hooks/use-dashboard-stats"
import { useKeys } from "../hooks/use-keys"
import type { Away } from "../live/absence"
import type { AuroraEvent } from "../live/events"
import type { Line } from "../live/feed"
import { isError } from "../live/log"
import type { Past } from "../live/past"
import { ContinuityLine } from "./continuity-line"
import { FeedFilter } from "./feed-filter"
import { FeedLines, type GapActions } from "./feed-lines"
import { everything, isEverything, matcher } from "./filter"
import { NewEventsPill } from "./new-events-pill"
import { NothingToShow } from "./nothing-to-show"
import { presetOf, withPreset } from "./presets"
import { useFilter } from "./use-filter"
import { useOpenEvent } from "./use-open-event"
import { useReadingLock } from "./use-reading-lock"

interface Props {
	title: string
	/** Oldest first; null while loading. */
	events: readonly AuroraEvent[] | null
	/** The events as lines, those of a flood gathered. */
	lines: readonly Line[]
	past: Past
	away: Away | null
	continuity: Continuity
	/** Since when the bot runs, where that is known. */
	since: string | null
	actions: GapActions
}

const none: readonly AuroraEvent[] = []

/** What happened, newest first. It stands still while one reads. */
export const EventFeed = memo(function EventFeed({ title, events, lines, past, away, ...rest }: Props) {
	const [filter, setFilter] = useFilter()
	const [, open] = useOpenEvent()
	const list = useRef<HTMLDivElement>(null)
	const field = useRef<HTMLInputElement>(null)
	useKeys({
		"/": () => field.current?.focus(),
		e: () => setFilter(withPreset(filter, presetOf(filter) === "Errors" ? "All" : "Errors")),
	})
	const all = useMemo(() => (past.lines.length > 0 ? [...past.lines, ...lines] : lines), [past, lines])
	const matching = useMemo(() => {
		const matches = matcher(filter)
		return isEverything(filter) ? all : all.filter(({ event }) => matches(event))
	}, [all, filter])
	const { shown, waiting, reading, release } = useReadingLock(matching, filter)

	function toTop() {
		list.current?.scrollTo({ top: 0 })
		release()
	}

	return (
		<section aria-labelledby="feed-title" className="flex min-h-0 flex-1 flex-col">
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-2.5">
				<h2 id="feed-title" className="text-base font-semibold">
					{title}
				</h2>
				<FeedFilter
					filter={filter}
					errors={useMemo(() => errorsIn(all), [all])}
					onChange={setFilter}
					field={field}
				/>
			</div>
			<div
				onPointerEnter={(event) => event.pointerType === "mouse" && reading("hover", true)}
				onPointerLeave={() => reading("hover", false)}
				className="relative flex h-[70dvh] min-h-72 flex-col overflow-hidden rounded-md border border-hairline bg-surface md:h-auto md:max-h-360 md:flex-1"
			>
				<FeedLines
					label={title}
					lines={shown}
					events={events ?? none}
					gaps={past.gaps}
					away={away}
					actions={rest.actions}
					list={list}
					loading={events === null}
					onReading={reading}
					onOpen={open}
				/>
				{events && shown.length === 0 && (
					<NothingToShow
						total={all.reduce(count, 0)}
						since={rest.since}
						onClear={() => setFilter(everything)}
					/>
				)}
				{waiting.events > 0 && <NewEventsPill waiting={waiting} onClick={toTop} />}
			</div>
			<ContinuityLine {...rest.continuity} />
		</section>
	)
})

function errorsIn(lines: readonly Line[]): number {
	return lines.filter(({ event }) => isError(event)).reduce(count, 0)
}

function count(total: number, line: Line): number {
	return total + line.count
}
