import { Meter } from "../../components/meter"
import { Time } from "../../components/time"
import { formatCount, plural } from "../../lib/format"
import type { IdentifyBudget } from "./answers"

interface Props {
	budget: IdentifyBudget
	/** How many shards there are, each of which needs a session. */
	shards: number
}

/** How many sessions may still be begun until Discord counts anew. Spent, it costs the bot its token. */
export function IdentifyBudgetMeter({ budget, shards }: Props) {
	const { total, remaining, resetAt, maxConcurrency } = budget
	if (total === null || remaining === null)
		return <p className="px-4 py-8 text-center text-muted">Discord has not told it yet.</p>
	const starts = Math.floor(remaining / Math.max(1, shards))
	return (
		<div className="flex flex-col gap-2 p-3 md:px-4">
			<p className="flex items-baseline gap-2 tabular-nums">
				<span className="text-xl font-semibold">{formatCount(remaining)}</span>
				<span className="text-muted"> of {formatCount(total)} session starts left</span>
			</p>
			<div className="flex h-4 items-center">
				<Meter
					label={`${formatCount(remaining)} of ${formatCount(total)} session starts left`}
					part={remaining / total}
					level={levelOf(remaining / total, starts)}
				/>
			</div>
			<p className="text-xs text-muted tabular-nums">
				Enough to begin all {plural(shards, "shard")} anew {formatCount(starts)} times.
				{resetAt && (
					<>
						{" "}
						Counted anew <Time at={resetAt} /> (<Time at={resetAt} as="clock" />
						).
					</>
				)}
				{maxConcurrency !== null && ` ${formatCount(maxConcurrency)} at once, every 5 s.`} Resuming costs
				none.
			</p>
		</div>
	)
}

function levelOf(part: number, starts: number): "ok" | "warn" | "error" {
	if (starts < 1) return "error"
	return part < 0.2 || starts < 3 ? "warn" : "ok"
}
