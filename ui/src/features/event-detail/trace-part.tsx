import { Skeleton } from "../../components/skeleton"
import { Waterfall } from "../../components/waterfall"
import { formatMs } from "../../lib/format"
import type { AuroraEvent } from "../../live/events"
import { Part } from "./part"
import { traceOf } from "./trace"
import type { Related } from "./use-related"

interface Props {
	answer: Related
	/** Where the spans may be told. */
	events: readonly AuroraEvent[]
}

/** How the time of the command was spent; nothing where nobody measured it. */
export function TracePart({ answer, events }: Props) {
	const trace = traceOf(events)
	if (!trace && answer.isPending) {
		return (
			<Part title="Trace">
				<Skeleton lines={4} />
			</Part>
		)
	}
	if (!trace) return null
	const { ackMs, totalMs, transitMs, spans } = trace
	return (
		<Part title="Trace">
			<Waterfall spans={spans} totalMs={totalMs} />
			<p className="pt-2 text-xs text-muted tabular-nums">
				{[
					ackMs !== null && `Acknowledged after ${formatMs(ackMs)} of 3,000 ms`,
					totalMs !== null && `done after ${formatMs(totalMs)} ms`,
					transitMs !== null && `about ${formatMs(transitMs)} ms on the way from Discord`,
				]
					.filter(Boolean)
					.join(", ")}
				.
			</p>
		</Part>
	)
}
