import { OctagonX, TriangleAlert } from "lucide-react"
import { memo } from "react"
import { PageHead } from "../../components/page-head"
import { Time } from "../../components/time"
import { formatDuration } from "../../lib/format"
import type { AuroraEvent } from "../../live/events"
import type { DashboardStats } from "../../live/stats"

interface Props {
	stats: DashboardStats | null
	events: readonly AuroraEvent[] | null
}

/** The page's title, and the bot's ill health in a line that cannot be overlooked. */
export const HealthLine = memo(function HealthLine({ stats, events }: Props) {
	const up = stats?.uptimeSec
	return (
		<>
			<PageHead title="Overview">
				{up != null && <p className="truncate text-xs text-faint tabular-nums">Up {formatDuration(up)}</p>}
			</PageHead>
			{stats && <Illness stats={stats} events={events} />}
		</>
	)
})

function Illness({ stats, events }: { stats: DashboardStats; events: Props["events"] }) {
	const reasons = (stats.healthReasons ?? []).join(", ")
	if (isDown(stats)) {
		const since = events?.findLast(({ type }) => lost.has(type))?.time
		return (
			<p className="flex min-h-11 items-center gap-2.5 rounded-md border border-l-4 border-error bg-surface px-3 py-2 text-base font-semibold text-error md:px-4">
				<OctagonX aria-hidden="true" className="size-5 shrink-0" />
				<span>
					Bot down: {reasons || "no shard is ready"}
					{since && (
						<span className="font-medium">
							, since <Time at={since} as="clock" /> (<Time at={since} />)
						</span>
					)}
				</span>
			</p>
		)
	}
	if (stats.health !== "degraded") return null
	return (
		<p className="flex min-h-9 items-center gap-2.5 rounded-md border border-l-4 border-warn bg-surface px-3 py-1.5 font-medium text-warn md:px-4">
			<TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
			<span>Degraded{reasons && `: ${reasons}`}</span>
		</p>
	)
}

/** What the last shard's end is told by. */
const lost: ReadonlySet<string> = new Set(["shard.disconnected", "shard.zombie"])

function isDown({ health, gateway }: DashboardStats): boolean {
	return health === "down" || (gateway?.shardsReady === 0 && (gateway.shardsTotal ?? 0) > 0)
}
