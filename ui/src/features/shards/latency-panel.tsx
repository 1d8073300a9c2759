import { Panel } from "../../components/panel"
import type { Answer } from "../../hooks/use-api"
import type { ShardsAnswer } from "./answers"
import { LatencyChart } from "./latency-chart"

interface Props {
	answer: Answer<ShardsAnswer>
	selected: number | null
}

/** How long Discord took to acknowledge the shards' heartbeats. */
export function LatencyPanel({ answer, selected }: Props) {
	return (
		<Panel
			title="Heartbeat latency"
			answer={answer}
			empty={({ shards }) =>
				shards.every(({ latencies }) => latencies.length === 0) &&
				"No heartbeat was acknowledged since Aurora started."
			}
		>
			{({ shards }) => <LatencyChart shards={shards} selected={selected} />}
		</Panel>
	)
}
