import { ForeignText } from "../../components/foreign-text"
import { PanelFault } from "../../components/panel-fault"
import { SeverityBadge } from "../../components/severity-icon"
import { Skeleton } from "../../components/skeleton"
import { Time } from "../../components/time"
import { useOpenEvent } from "../../feed/use-open-event"
import type { AuroraEvent } from "../../live/events"
import { Part } from "./part"
import type { Related } from "./use-related"

interface Props {
	answer: Related
	/** The event whose details these are. */
	current: number | null
}

/** What else happened in the same trace, oldest first. */
export function RelatedEvents({ answer, current }: Props) {
	const others = answer.data?.filter(({ seq }) => seq !== current)
	return (
		<Part title="Related events">
			{answer.isError && <PanelFault answer={answer} />}
			{answer.isPending && <Skeleton lines={2} />}
			{others?.length === 0 && <p className="text-muted">None: this trace has no other event.</p>}
			<ul>
				{others?.map((event) => (
					<Other key={event.seq} event={event} />
				))}
			</ul>
		</Part>
	)
}

function Other({ event }: { event: AuroraEvent }) {
	const [, open] = useOpenEvent()
	return (
		<li>
			<button
				type="button"
				onClick={() => open(event.seq)}
				className="flex w-full min-w-0 items-center gap-3 rounded-sm py-1 text-left hover:bg-raised pointer-coarse:min-h-11"
			>
				<Time at={event.time} as="clock" className="shrink-0 font-mono text-xs text-faint" />
				<span className="shrink-0">
					<SeverityBadge severity={event.severity} />
				</span>
				<ForeignText className="shrink-0 font-medium">{event.title}</ForeignText>
				<ForeignText className="truncate text-muted">{event.message}</ForeignText>
			</button>
		</li>
	)
}
