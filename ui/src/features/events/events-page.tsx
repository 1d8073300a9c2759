import { useNavigate, useSearch } from "@tanstack/react-router"
import { useMemo } from "react"
import * as v from "valibot"
import { PageHead } from "../../components/page-head"
import { EventFeed } from "../../feed/event-feed"
import { filterSearch } from "../../feed/filter"
import { useFilter } from "../../feed/use-filter"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { ExportLinks } from "./export-links"
import { PastFeed } from "./past-feed"
import { ViewSwitch } from "./view-switch"

/** Whether the page is worth a visit: until then nothing links to it. */
export const eventsBuilt: boolean = true

export const eventsSearch = v.object({
	...filterSearch.entries,
	/** "history" for the log as it was; else what happens now. */
	view: v.fallback(v.optional(v.literal("history")), undefined),
	/** In the history: the number before which it begins. */
	before: v.fallback(v.optional(v.string()), undefined),
})

/** Everything that happened: as it happens, or in the log. */
export function EventsPage() {
	const { view, before }: Record<string, unknown> = useSearch({ strict: false })
	const navigate = useNavigate()
	const [filter, setFilter] = useFilter()
	const isPast = view === "history"

	function go(search: { view?: "history" | undefined; before?: string | undefined }) {
		void navigate({ to: ".", search: (all: object) => ({ ...all, before: undefined, ...search }) })
	}

	return (
		<div className="flex min-h-0 flex-1 flex-col md:max-h-[calc(100dvh-4rem)] md:min-h-120">
			<PageHead title="Events">
				<ExportLinks filter={filter} />
				<ViewSwitch isPast={isPast} onChange={(past) => go({ view: past ? "history" : undefined })} />
			</PageHead>
			{isPast ? (
				<PastFeed
					filter={filter}
					onFilter={setFilter}
					before={typeof before === "string" && /^\d{1,16}$/.test(before) ? Number(before) : null}
					onJump={(seq) => go({ view: "history", before: seq?.toString() })}
				/>
			) : (
				<LiveEvents />
			)}
		</div>
	)
}

function LiveEvents() {
	const { events, lines, past, away, continuity, stats, loadGap, skipGap, awayRead } = useDashboardStats()
	const actions = useMemo(() => ({ loadGap, skipGap, awayRead }), [loadGap, skipGap, awayRead])
	return (
		<EventFeed
			title="Live"
			events={events}
			lines={lines}
			past={past}
			away={away}
			continuity={continuity}
			since={stats?.build?.startedAt ?? null}
			actions={actions}
		/>
	)
}
