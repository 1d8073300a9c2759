import { ArrowUp } from "lucide-react"
import { plural } from "../../lib/format"
import type { AuroraEvent } from "../../live/events"
import { isError } from "../../live/log"

/** How many events wait above while one reads further down, and the way back to them. */
export function NewEventsPill({ events, onClick }: { events: readonly AuroraEvent[]; onClick: () => void }) {
	const errors = events.filter(isError).length
	return (
		<button
			type="button"
			onClick={onClick}
			className="absolute top-2 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-brand bg-raised px-3.5 text-xs font-semibold whitespace-nowrap tabular-nums shadow-lg pointer-coarse:h-11"
		>
			<ArrowUp aria-hidden="true" className="size-3.5" />
			<span>
				{plural(events.length, "new event")}
				{errors > 0 && <span className="text-error">, {plural(errors, "error")}</span>}
			</span>
		</button>
	)
}
