import { OctagonX, TriangleAlert } from "lucide-react"
import { Time } from "../../components/time"
import type { DashboardStats } from "../../live/stats"
import type { Shard } from "./answers"

interface Props {
	stats: DashboardStats
	shards: readonly Shard[]
}

/** What is wrong with the bot's connection to Discord, since when, and how to mend it; nothing where all is well. */
export function DownNotice({ stats, shards }: Props) {
	const down = stats.health === "down"
	const [what, ...mends] = stats.healthReasons ?? []
	if (!down && stats.health !== "degraded") return null
	const since = down ? lostSince(shards) : null
	const Icon = down ? OctagonX : TriangleAlert
	return (
		<section
			aria-label="What is wrong"
			className={`flex gap-3 rounded-md border border-l-4 bg-surface px-3 py-3 md:px-4 ${down ? "border-error" : "border-warn"}`}
		>
			<Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${down ? "text-error" : "text-warn"}`} />
			<div className="flex min-w-0 flex-col gap-1 [overflow-wrap:anywhere]">
				<p className={`text-base font-semibold ${down ? "text-error" : "text-warn"}`}>
					{down ? "Bot down: " : "Degraded: "}
					{what ?? "no shard is ready"}
				</p>
				{mends.length > 0 && (
					<p>
						{down && <span className="font-medium">To mend it: </span>}
						{mends.join(". ")}.
					</p>
				)}
				<p className="text-muted">
					{since && (
						<>
							Since <Time at={since} as="clock" /> (<Time at={since} />
							).{" "}
						</>
					)}
					{down && (
						<>
							Aurora tries again by itself; <code className="font-mono text-xs">aurora doctor</code> checks
							the token, the intents, the clock and the way to Discord. Nothing of the ledger is lost
							meanwhile.
						</>
					)}
				</p>
			</div>
		</section>
	)
}

/** When the last shard went away. */
export function lostSince(shards: readonly Shard[]): string | null {
	const times = shards.flatMap(({ since, state }) => (since && state !== "ready" ? [since] : []))
	return times.toSorted((a, b) => Date.parse(b) - Date.parse(a))[0] ?? null
}
