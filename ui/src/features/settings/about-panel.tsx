import { PanelFrame } from "../../components/panel"
import { Skeleton } from "../../components/skeleton"
import { Time } from "../../components/time"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { formatBytes } from "../../lib/bytes"
import { formatDuration, formatMs, notMeasured } from "../../lib/format"
import type { DashboardStats } from "../../live/stats"
import { Fact, Facts } from "./facts"

/** What runs on the server: asked for by whoever helps. */
export function AboutPanel() {
	const { stats } = useDashboardStats()
	return (
		<PanelFrame title="About">
			<div className="p-3 md:px-4">{stats ? <Known stats={stats} /> : <Skeleton lines={6} />}</div>
		</PanelFrame>
	)
}

function Known({ stats: { build, epoch, uptimeSec, runtime } }: { stats: DashboardStats }) {
	return (
		<Facts>
			<Fact name="Version">{build?.version ?? notMeasured}</Fact>
			<Fact name="Commit">
				<code className="font-mono text-xs">{build?.commit || notMeasured}</code>
			</Fact>
			<Fact name="Running">
				{uptimeSec === null ? notMeasured : `for ${formatDuration(uptimeSec)}`}
				{build?.startedAt && (
					<span className="text-muted">
						{" "}
						since <Time as="instant" at={build.startedAt} />
					</span>
				)}
			</Fact>
			<Fact name="Event log">
				<code className="font-mono text-xs">{epoch}</code>
			</Fact>
			<Database db={runtime?.db ?? null} />
		</Facts>
	)
}

type Db = NonNullable<DashboardStats["runtime"]>["db"]

function Database({ db }: { db: Db }) {
	const p99 = db?.latency?.p99
	return (
		<>
			<Fact name="Database">
				{db?.sizeBytes == null ? notMeasured : formatBytes(db.sizeBytes)}
				{p99 != null && <span className="text-muted">, 99 of 100 answers within {formatMs(p99)} ms</span>}
			</Fact>
			<Fact name="Last backup">
				{db?.lastBackupAt ? (
					<Time at={db.lastBackupAt} />
				) : (
					<>
						none by <code className="font-mono text-xs">aurora backup</code>
					</>
				)}
			</Fact>
		</>
	)
}
