import { useId, useState } from "react"
import { PanelFrame } from "../../components/panel"
import { FaultButton } from "./fault-button"
import { FaultLog } from "./fault-log"
import { type FaultKind, faultGroups } from "./faults"
import { Refusal } from "./refusal"
import type { SimState } from "./sim-state"
import { useFault } from "./use-simulator"

/** What can go wrong at one press, for one shard or all. */
export function FaultsPanel({ state }: { state: SimState }) {
	const id = useId()
	const [shard, setShard] = useState("")
	const { mutate, error } = useFault()

	function strike({ kind, seconds, sharded }: FaultKind) {
		mutate({
			kind,
			...(sharded && shard !== "" && { shard: Number(shard) }),
			...(seconds > 0 && { seconds }),
		})
	}

	return (
		<PanelFrame
			title="Faults"
			aside={
				<>
					<label htmlFor={id} className="text-xs text-muted">
						Shard
					</label>
					<select
						id={id}
						value={shard}
						onChange={(event) => setShard(event.target.value)}
						className="h-7 rounded-sm border border-control bg-bg px-2 pointer-coarse:h-11"
					>
						<option value="">all</option>
						{state.shards.map((one) => (
							<option key={one.id} value={one.id}>
								{one.id}
								{one.connected ? "" : ", not connected"}
							</option>
						))}
					</select>
				</>
			}
		>
			{error && <Refusal error={error} />}
			{faultGroups.map(({ title, faults }) => (
				<section key={title} aria-label={title} className="border-b border-hairline px-3 py-2.5 md:px-4">
					<h3 className="pb-1.5 text-xs font-medium text-muted">{title}</h3>
					<ul className="grid gap-x-4 gap-y-2.5 md:grid-cols-2">
						{faults.map((fault) => (
							<FaultButton key={fault.kind} fault={fault} onStrike={() => strike(fault)} />
						))}
					</ul>
				</section>
			))}
			<FaultLog faults={state.faults} />
		</PanelFrame>
	)
}
