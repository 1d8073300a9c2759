import { EventLog } from "../../components/event-log"
import { Panel } from "../../components/panel"
import type { Answer } from "../../hooks/use-api"
import type { AuroraEvent } from "../../live/events"
import type { ShardsAnswer } from "./answers"
import { IdentifyBudgetMeter } from "./identify-budget"

/** How many sessions may still be begun. */
export function BudgetPanel({ answer }: { answer: Answer<ShardsAnswer> }) {
	return (
		<Panel
			title="Identify budget"
			answer={answer}
			empty={({ identifyBudget }) => !identifyBudget && "Discord has not told it yet."}
		>
			{({ identifyBudget, shards }) =>
				identifyBudget && <IdentifyBudgetMeter budget={identifyBudget} shards={shards.length} />
			}
		</Panel>
	)
}

/** How sessions began and ended: of all shards, or of the one that is looked at. */
export function LogPanel({ answer, selected }: { answer: Answer<ShardsAnswer>; selected: number | null }) {
	const events = ({ log }: ShardsAnswer) => ofShard(log ?? [], selected)
	return (
		<Panel
			title={selected === null ? "Reconnect log" : `Reconnect log of shard ${selected}`}
			aside={<span className="text-xs text-muted">newest 50</span>}
			answer={answer}
			empty={(data) => events(data).length === 0 && "No shard has connected or was lost of late."}
		>
			{(data) => <EventLog label="Reconnect log" events={events(data)} />}
		</Panel>
	)
}

function ofShard(log: readonly AuroraEvent[], shard: number | null): readonly AuroraEvent[] {
	return log.filter((event) => shard === null || event.shard === shard)
}
