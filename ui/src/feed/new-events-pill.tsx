import { ArrowUp } from "lucide-react"
import { plural } from "../lib/format"
import type { Waiting } from "./use-reading-lock"

/** How many events wait above while one reads further down, and the way back to them. */
export function NewEventsPill({ waiting, onClick }: { waiting: Waiting; onClick: () => void }) {
	const { events, errors } = waiting
	return (
		<button
			type="button"
			onClick={onClick}
			className="absolute top-2 left-1/2 flex h-8 -translate-x-1/2 items-center gap-1.5 rounded-full border border-brand bg-raised px-3.5 text-xs font-semibold whitespace-nowrap tabular-nums shadow-lg pointer-coarse:h-11"
		>
			<ArrowUp aria-hidden="true" className="size-3.5" />
			<span>
				{plural(events, "new event")}
				{errors > 0 && <span className="text-error">, {plural(errors, "error")}</span>}
			</span>
		</button>
	)
}
