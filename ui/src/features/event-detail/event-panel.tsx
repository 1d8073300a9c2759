import { useQuery } from "@tanstack/react-query"
import { useNavigate, useSearch } from "@tanstack/react-router"
import { ForeignText } from "../../components/foreign-text"
import { PanelFault } from "../../components/panel-fault"
import { SidePanel } from "../../components/side-panel"
import { Skeleton } from "../../components/skeleton"
import { useOpenEvent } from "../../feed/use-open-event"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { requestJson } from "../../lib/http"
import { type AuroraEvent, eventPageSchema } from "../../live/events"
import { EventDetail } from "./event-detail"
import { TraceDetail } from "./trace-detail"

/** What the URL's `event` or `trace` names, beside the page; nothing where it names none. */
export function EventPanel() {
	const [seq] = useOpenEvent()
	const { trace }: Record<string, unknown> = useSearch({ strict: false })
	const navigate = useNavigate()

	function close() {
		const without = (before: object) => ({ ...before, event: undefined, trace: undefined })
		void navigate({ to: ".", search: without, resetScroll: false })
	}

	if (seq !== null) return <OneEvent key={seq} seq={seq} onClose={close} />
	if (typeof trace !== "string" || trace === "") return null
	return (
		<SidePanel title="Trace" onClose={close}>
			<TraceDetail key={trace} id={trace} />
		</SidePanel>
	)
}

function OneEvent({ seq, onClose }: { seq: number; onClose: () => void }) {
	const { events } = useDashboardStats()
	const known = events?.find((event) => event.seq === seq)
	const answer = useQuery({
		queryKey: ["event", seq],
		queryFn: ({ signal }) => fetchEvent(seq, signal),
		enabled: known === undefined && events !== null,
		staleTime: Number.POSITIVE_INFINITY,
	})
	const event = known ?? answer.data
	return (
		<SidePanel title={event ? <ForeignText>{event.title}</ForeignText> : `Event ${seq}`} onClose={onClose}>
			{event && <EventDetail event={event} />}
			{!event && answer.data === null && (
				<p className="text-muted">There is no event {seq}, or it is no longer kept.</p>
			)}
			{!event && answer.isError && <PanelFault answer={answer} />}
			{!event && answer.isPending && <Skeleton lines={8} />}
		</SidePanel>
	)
}

async function fetchEvent(seq: number, signal: AbortSignal): Promise<AuroraEvent | null> {
	const path = `/api/events?after=${seq - 1}&limit=1`
	const { events } = await requestJson(path, eventPageSchema, { signal })
	return events.find((event) => event.seq === seq) ?? null
}
