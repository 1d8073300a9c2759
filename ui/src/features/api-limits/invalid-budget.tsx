import { HealthMark } from "../../components/health-mark"
import { Meter } from "../../components/meter"
import { formatCount, notMeasured } from "../../lib/format"
import type { Invalid } from "./answers"
import { invalidMark, projection } from "./invalid-requests"

/** How many requests Discord has refused, of those after which it refuses everything. */
export function InvalidBudget({ invalid }: { invalid: Invalid }) {
	const { count10m, limit, projected10m } = invalid
	const mark = invalidMark(invalid)
	const said = `${count10m === null ? notMeasured : formatCount(count10m)} of ${formatCount(limit ?? 0)} in 10 minutes`
	return (
		<div className="flex flex-col gap-2 p-3 md:px-4">
			<p className="flex items-baseline gap-2 tabular-nums">
				<span className="text-xl font-semibold">
					{count10m === null ? notMeasured : formatCount(count10m)}
				</span>
				<span className="text-muted"> of {formatCount(limit ?? 0)} in 10 minutes</span>
				<span className="ml-auto self-center">
					<HealthMark {...mark} />
				</span>
			</p>
			<div className="flex h-4 items-center">
				<Meter
					label={said}
					part={(count10m ?? 0) / (limit || 1)}
					level={mark.level}
					marked={projected10m ? projected10m / (limit || 1) : undefined}
				/>
			</div>
			<p className="tabular-nums">{projection(invalid)}</p>
			<p className="text-xs text-muted">
				Answers 401, 403 and 429 count, but for 429 of the scope shared. At the limit Discord shuts this
				address out for a while, so Aurora stops asking before.
			</p>
		</div>
	)
}
