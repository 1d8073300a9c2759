import { PanelFault } from "../../components/panel-fault"
import { RelatedEvents } from "./related-events"
import { TracePart } from "./trace-part"
import { useRelated } from "./use-related"

/** A trace by itself, as another page leads to it. */
export function TraceDetail({ id }: { id: string }) {
	const related = useRelated(id)
	if (related.isError) return <PanelFault answer={related} />
	if (related.data?.length === 0)
		return <p className="text-muted">No event of this trace is kept any more.</p>
	return (
		<>
			<TracePart answer={related} events={related.data ?? []} />
			<RelatedEvents answer={related} current={null} />
		</>
	)
}
