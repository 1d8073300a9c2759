import { OctagonX, TriangleAlert } from "lucide-react"
import { formatDuration } from "../../lib/format"
import type { DashboardStats } from "../../live/stats"

/** The page's title, which is also where the bot's ill health is told. */
export function HealthLine({ stats }: { stats: DashboardStats | null }) {
	return (
		<div className="flex h-11 items-center gap-3">
			<h1 className="text-lg font-semibold">Overview</h1>
			<div className="ml-auto flex min-w-0 items-center">{stats && <Health stats={stats} />}</div>
		</div>
	)
}

function Health({ stats }: { stats: DashboardStats }) {
	const reasons = (stats.healthReasons ?? []).join(", ")
	if (isDown(stats)) {
		return (
			<p className="flex min-w-0 items-center gap-1.5 font-semibold text-error">
				<OctagonX aria-hidden="true" className="size-4 shrink-0" />
				<span className="truncate">Bot down: {reasons || "no shard is ready"}</span>
			</p>
		)
	}
	if (stats.health === "degraded") {
		return (
			<p className="flex min-w-0 items-center gap-1.5 font-medium text-warn">
				<TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
				<span className="truncate">Degraded{reasons && `: ${reasons}`}</span>
			</p>
		)
	}
	if (stats.uptimeSec === null) return null
	return <p className="truncate text-xs text-faint tabular-nums">Up {formatDuration(stats.uptimeSec)}</p>
}

function isDown({ health, gateway }: DashboardStats): boolean {
	return health === "down" || (gateway?.shardsReady === 0 && (gateway.shardsTotal ?? 0) > 0)
}
