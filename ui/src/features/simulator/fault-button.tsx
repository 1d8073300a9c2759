import { useId } from "react"
import type { FaultKind } from "./faults"
import { See } from "./see"

/** Makes one thing go wrong. */
export function FaultButton({ fault, onStrike }: { fault: FaultKind; onStrike: () => void }) {
	const id = useId()
	return (
		<li className="flex min-w-0 flex-col items-start gap-1">
			<button
				type="button"
				aria-describedby={id}
				onClick={onStrike}
				className="flex h-7 max-w-full items-center gap-1.5 rounded-sm border border-control px-2.5 text-xs font-medium hover:bg-raised pointer-coarse:h-11"
			>
				<span className="truncate">{fault.label}</span>
				{fault.seconds > 0 && <span className="shrink-0 text-muted">{fault.seconds} s</span>}
			</button>
			<div id={id}>
				<See>{fault.see}.</See>
			</div>
		</li>
	)
}
