import { DataTable } from "../../components/data-table"
import { EventLog } from "../../components/event-log"
import { PageHead } from "../../components/page-head"
import { Panel } from "../../components/panel"
import { useLiveApi } from "../../hooks/use-live-api"
import { useRowKeys } from "../../hooks/use-row-keys"
import { useSort } from "../../hooks/use-sort"
import { restAnswer } from "./answers"
import { Buckets } from "./buckets"
import { InvalidBudget } from "./invalid-budget"
import { RateLimits } from "./rate-limits"
import { RestFigures } from "./rest-figures"
import { routeColumns } from "./route-columns"

/** Whether the page is worth a visit: until then nothing links to it. */
export const apiLimitsBuilt: boolean = true

const sortKeys = routeColumns.map(({ key }) => key)
const mostUsedFirst = { key: "n", descending: true }
const unasked = "No request was made to Discord yet."

/** What the bot asks of Discord: how near its limits it is, and what goes wrong. */
export function ApiLimitsPage() {
	const answer = useLiveApi("/api/rest", restAnswer)
	const [sort, setSort] = useSort(sortKeys, mostUsedFirst)
	const rows = useRowKeys<HTMLDivElement>()
	const recent = <span className="text-xs text-muted">last 5 minutes</span>
	return (
		<div ref={rows} className="flex flex-col gap-3 lg:gap-4 *:first:-mb-3 lg:*:first:-mb-4">
			<PageHead title="Discord API" />
			<RestFigures answer={answer} />
			<div className="grid gap-3 md:grid-cols-2 lg:grid-cols-3 lg:gap-4">
				<Panel
					title="Invalid requests"
					lines={6}
					className="md:max-lg:col-span-2"
					answer={answer}
					empty={({ invalid }) => !invalid && unasked}
				>
					{({ invalid }) => invalid && <InvalidBudget invalid={invalid} />}
				</Panel>
				<Panel
					title="429 by scope"
					lines={6}
					aside={recent}
					answer={answer}
					empty={({ ratelimits }) => !ratelimits && unasked}
				>
					{({ ratelimits }) => ratelimits && <RateLimits limits={ratelimits} />}
				</Panel>
				<Panel
					title="Tightest limits"
					lines={6}
					answer={answer}
					empty={({ buckets }) => !buckets?.length && "All of Discord's limits are full."}
				>
					{({ buckets }) => <Buckets buckets={buckets ?? []} />}
				</Panel>
			</div>
			<Panel
				title="Routes"
				aside={recent}
				answer={answer}
				empty={({ routes }) => !routes?.length && "No request in the last 5 minutes."}
			>
				{({ routes }) => (
					<DataTable
						label="Routes"
						rows={routes ?? []}
						columns={routeColumns}
						keyOf={({ route }) => route}
						sort={sort}
						onSort={setSort}
					/>
				)}
			</Panel>
			<Panel
				title="Limits and refusals"
				aside={<span className="text-xs text-muted">newest 50</span>}
				answer={answer}
				empty={({ log }) =>
					!log?.length && "Discord has limited and refused nothing that is still in the log."
				}
			>
				{({ log }) => <EventLog label="Limits and refusals" events={log ?? []} />}
			</Panel>
		</div>
	)
}
