import { Zap } from "lucide-react"
import { Time } from "../../components/time"
import { plural } from "../../lib/format"
import { faultLabel } from "./faults"
import type { SimFault } from "./sim-state"

const shown = 5

/** The last faults, the newest first: what they met, and whether they go on. */
export function FaultLog({ faults }: { faults: readonly SimFault[] }) {
	const newest = faults.slice(-shown).reverse()
	if (newest.length === 0) return <p className="px-3 py-3 text-faint md:px-4">Nothing has gone wrong yet.</p>
	return (
		<ul aria-label="Last faults" className="px-3 py-2 md:px-4">
			{newest.map((fault) => (
				<li
					key={`${fault.kind} ${fault.since}`}
					className="flex min-h-6 flex-wrap items-center gap-x-2 tabular-nums"
				>
					<Zap aria-hidden="true" className={`size-3.5 ${fault.active ? "text-warn" : "text-faint"}`} />
					<span className="font-medium">{faultLabel(fault.kind)}</span>
					<span className="text-muted">
						{fault.shard !== null && `shard ${fault.shard}, `}
						{met(fault)}, <Time at={fault.since} />
					</span>
					{fault.active && fault.until && (
						<span className="text-warn">
							ends <Time at={fault.until} />
						</span>
					)}
				</li>
			))}
		</ul>
	)
}

function met({ hits }: SimFault): string {
	return hits === 0 ? "met by nothing yet" : `met ${plural(hits, "time")}`
}
