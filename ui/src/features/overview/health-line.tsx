import { CircleCheck, type LucideIcon, OctagonX, TriangleAlert } from "lucide-react"
import { memo, type ReactNode } from "react"
import { PageHead } from "../../components/page-head"
import { Time } from "../../components/time"
import { formatDuration, plural } from "../../lib/format"
import type { AuroraEvent } from "../../live/events"
import type { DashboardStats } from "../../live/stats"

interface Props {
	stats: DashboardStats | null
	events: readonly AuroraEvent[] | null
	/** Whether that may no longer be true. */
	dated: boolean
}

/** The page's title and the bot's health. The line is always there, so that bad news moves nothing. */
export const HealthLine = memo(function HealthLine({ stats, events, dated }: Props) {
	return (
		<div>
			<PageHead title="Overview" />
			{stats ? <Health stats={stats} events={events} dated={dated} /> : <Line look="border-hairline" />}
		</div>
	)
})

function Health({ stats, events, dated }: Props & { stats: DashboardStats }) {
	const reasons = (stats.healthReasons ?? []).join(", ")
	if (isDown(stats)) {
		const since = events?.findLast(({ type }) => lost.has(type))?.time
		return (
			<Line look="border-error text-base font-semibold text-error" icon={OctagonX}>
				Bot down: {reasons || "no shard is ready"}
				{since && (
					<span className="font-medium">
						, since <Time at={since} as="clock" /> (<Time at={since} />)
					</span>
				)}
			</Line>
		)
	}
	if (stats.health === "degraded") {
		return (
			<Line look="border-warn font-medium text-warn" icon={TriangleAlert}>
				Degraded{reasons && `: ${reasons}`}
			</Line>
		)
	}
	return (
		<Line look="border-hairline text-muted" icon={CircleCheck}>
			{dated && "Last known: "}
			{wellness(stats)}
		</Line>
	)
}

interface LineProps {
	look: string
	icon?: LucideIcon
	children?: ReactNode
}

function Line({ look, icon: Icon, children }: LineProps) {
	return (
		<p
			className={`flex h-11 items-center gap-2.5 overflow-hidden rounded-md border border-l-4 bg-surface px-3 md:px-4 ${look}`}
		>
			{Icon && <Icon aria-hidden="true" className="size-4 shrink-0" />}
			<span className="line-clamp-2 tabular-nums">{children}</span>
		</p>
	)
}

function wellness({ gateway, uptimeSec, health }: DashboardStats): string {
	if (health !== "ok") return "The bot's health is not known yet"
	const { shardsReady, shardsTotal } = gateway ?? {}
	const shards =
		shardsReady != null && shardsTotal != null && `, ${shardsReady} of ${plural(shardsTotal, "shard")} ready`
	return `All well${shards || ""}${uptimeSec === null ? "" : `, up ${formatDuration(uptimeSec)}`}`
}

/** What the last shard's end is told by. */
const lost: ReadonlySet<string> = new Set(["shard.disconnected", "shard.zombie"])

function isDown({ health, gateway }: DashboardStats): boolean {
	return health === "down" || (gateway?.shardsReady === 0 && (gateway.shardsTotal ?? 0) > 0)
}
