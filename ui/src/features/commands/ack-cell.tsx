import { DeadlineBar } from "../../components/deadline-bar"
import { Missing } from "../../components/missing"
import { deadlineMs, nearMs } from "../../lib/deadline"
import { formatMs } from "../../lib/format"

/** How long nearly all first answers take, and how much of Discord's time that leaves. */
export function AckCell({ p99 }: { p99: number | null }) {
	if (p99 === null) return <Missing why="No use in the last 5 minutes" />
	return (
		<div className="flex items-center justify-end gap-2">
			<span className="w-16 shrink-0 text-right whitespace-nowrap">{formatMs(p99)} ms</span>
			<div className="min-w-28 flex-1 lg:max-w-48">
				<DeadlineBar ms={p99} deadlineMs={deadlineMs} nearMs={nearMs} />
			</div>
		</div>
	)
}
