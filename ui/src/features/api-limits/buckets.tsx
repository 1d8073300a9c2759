import { ForeignText } from "../../components/foreign-text"
import { Meter } from "../../components/meter"
import { Missing } from "../../components/missing"
import { formatCount } from "../../lib/format"
import type { Bucket } from "./answers"

/** What is left of the rate limits that are nearest to their end. */
export function Buckets({ buckets }: { buckets: readonly Bucket[] }) {
	return (
		<ul className="divide-y divide-hairline">
			{buckets.map((bucket) => (
				<li key={bucket.route} className="flex flex-col gap-1 px-3 py-2 md:px-4">
					<BucketRow bucket={bucket} />
				</li>
			))}
		</ul>
	)
}

function BucketRow({ bucket: { route, remaining, limit, resetMs } }: { bucket: Bucket }) {
	const known = remaining !== null && limit !== null && limit > 0
	return (
		<>
			<ForeignText className="font-mono text-xs [overflow-wrap:anywhere]">{route}</ForeignText>
			<div className="flex items-center gap-3 text-xs tabular-nums">
				{known ? (
					<Meter
						label={`${formatCount(remaining)} of ${formatCount(limit)} requests left`}
						part={remaining / limit}
						level={levelOf(remaining, limit)}
					/>
				) : (
					<Missing why="Discord has not told this limit" />
				)}
				<span className="w-16 text-right font-medium">
					{known && `${formatCount(remaining)} of ${formatCount(limit)}`}
				</span>
				<span className="w-20 text-right text-muted">{resetMs !== null && resetText(resetMs)}</span>
			</div>
		</>
	)
}

function levelOf(remaining: number, limit: number): "ok" | "warn" | "error" {
	if (remaining === 0) return "error"
	return remaining / limit <= 0.2 ? "warn" : "ok"
}

/** When the bucket is full again, as of the answer. */
export function resetText(ms: number): string {
	return ms <= 0 ? "full now" : `full in ${Math.ceil(ms / 1_000)} s`
}
