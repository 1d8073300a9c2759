import { DataTable } from "../../components/data-table"
import { PageHead } from "../../components/page-head"
import { Panel } from "../../components/panel"
import { useLiveApi } from "../../hooks/use-live-api"
import { useRowKeys } from "../../hooks/use-row-keys"
import { useSort } from "../../hooks/use-sort"
import { commandsAnswer } from "./answers"
import { Causes } from "./causes"
import { commandColumns } from "./command-columns"
import { CommandsPulse } from "./commands-pulse"

/** Whether the page is worth a visit: until then nothing links to it. */
export const commandsBuilt: boolean = true

const sortKeys = commandColumns.map(({ key }) => key)
const mostUsedFirst = { key: "calls", descending: true }

/** What members ask of the bot: how often, how fast, and what fails. */
export function CommandsPage() {
	const answer = useLiveApi("/api/commands", commandsAnswer)
	const [sort, setSort] = useSort(sortKeys, mostUsedFirst)
	const rows = useRowKeys<HTMLDivElement>()
	return (
		<div ref={rows} className="flex flex-col gap-3 lg:gap-4 *:first:-mb-3 lg:*:first:-mb-4">
			<PageHead title="Commands" />
			<CommandsPulse />
			<Panel
				title="Used of late"
				aside={<span className="text-xs text-muted">last 5 minutes</span>}
				answer={answer}
				lines={10}
				empty={({ commands }) =>
					commands.length === 0 && "No command was used since Aurora started. Try /daily in Discord."
				}
			>
				{({ commands }) => (
					<DataTable
						label="Commands"
						rows={commands}
						columns={commandColumns}
						keyOf={({ name }) => name}
						sort={sort}
						onSort={setSort}
					/>
				)}
			</Panel>
			<Panel
				title="Why they failed"
				aside={<span className="text-xs text-muted">last hour</span>}
				answer={answer}
				empty={({ errors }) => !errors?.length && "Nothing failed in the last hour."}
			>
				{({ errors }) => <Causes causes={errors ?? []} />}
			</Panel>
		</div>
	)
}
