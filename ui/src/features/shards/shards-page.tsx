import { PageHead } from "../../components/page-head"
import { useLastError } from "../../hooks/use-api"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { useLiveApi } from "../../hooks/use-live-api"
import { useRowKeys } from "../../hooks/use-row-keys"
import { useSearchText } from "../../hooks/use-search-text"
import { shardsAnswer } from "./answers"
import { DownNotice } from "./down-notice"
import { GatewayFigures } from "./gateway-figures"
import { LatencyPanel } from "./latency-panel"
import { BudgetPanel, LogPanel } from "./session-panels"
import { ShardsPanel } from "./shards-panel"

/** Whether the page is worth a visit: until then nothing links to it. */
export const shardsBuilt: boolean = true

/** As many shards are expected until it is known how many there are. */
const fewest = 2

/** The bot's connections to Discord. The URL's `shard` is the one that is looked at. */
export function ShardsPage() {
	const { stats } = useDashboardStats()
	const answer = useLiveApi("/api/shards", shardsAnswer)
	const error = useLastError(answer)
	const [text, setText] = useSearchText("shard")
	const selected = text !== undefined && /^\d{1,5}$/.test(text) ? Number(text) : null
	const rows = useRowKeys<HTMLDivElement>()
	// What lies beside and below a list of unknown length comes with it, so that nothing jumps.
	const settled = answer.data !== undefined || error !== null
	return (
		<div ref={rows} className="flex flex-col gap-3 lg:gap-4 *:first:-mb-3 lg:*:first:-mb-4">
			<PageHead title="Shards" />
			{stats && <DownNotice stats={stats} shards={answer.data?.shards ?? []} />}
			<GatewayFigures stats={stats} />
			<div className="grid gap-3 lg:grid-cols-[minmax(0,2fr)_minmax(0,1fr)] lg:gap-4">
				<div className="flex min-w-0 flex-col gap-3 lg:gap-4">
					<ShardsPanel
						answer={answer}
						expected={stats?.gateway?.shards?.length ?? fewest}
						selected={selected}
						onSelect={(id) => setText(id === null ? undefined : String(id))}
					/>
					{settled && <LatencyPanel answer={answer} selected={selected} />}
				</div>
				{settled && (
					<div className="flex min-w-0 flex-col gap-3 lg:gap-4">
						<BudgetPanel answer={answer} />
						<LogPanel answer={answer} selected={selected} />
					</div>
				)}
			</div>
		</div>
	)
}
