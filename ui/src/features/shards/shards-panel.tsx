import { Choice } from "../../components/choice"
import { DataTable } from "../../components/data-table"
import { Panel } from "../../components/panel"
import { Skeleton } from "../../components/skeleton"
import type { Answer } from "../../hooks/use-api"
import { useSearchText } from "../../hooks/use-search-text"
import { useSort } from "../../hooks/use-sort"
import type { ShardsAnswer } from "./answers"
import { shardColumns } from "./shard-columns"
import { ShardTiles, TilesToCome } from "./shard-tiles"

interface Props {
	answer: Answer<ShardsAnswer>
	/** How many there will be once they are loaded. */
	expected: number
	selected: number | null
	onSelect: (id: number | null) => void
}

const views = { tiles: "Tiles", table: "Table" }
const sortKeys = shardColumns.map(({ key }) => key)
const byId = { key: "name", descending: false }

/** All shards, as tiles or as a table; the URL's `view` says which. */
export function ShardsPanel({ answer, expected, selected, onSelect }: Props) {
	const [view, setView] = useSearchText("view")
	const [sort, setSort] = useSort(sortKeys, byId)
	return (
		<Panel
			title="Shards"
			aside={
				<Choice
					label="View"
					words={views}
					value={view === "table" ? "table" : "tiles"}
					onChoose={(next) => setView(next === "table" ? next : undefined)}
				/>
			}
			answer={answer}
			loading={
				view === "table" ? <Skeleton lines={Math.ceil(1.25 * expected)} /> : <TilesToCome count={expected} />
			}
			empty={({ shards }) =>
				shards.length === 0 && "No shard has reported yet: Aurora is asking Discord how many there are to be."
			}
		>
			{({ shards }) =>
				view === "table" ? (
					<DataTable
						label="Shards"
						rows={shards}
						columns={shardColumns}
						keyOf={({ id }) => String(id)}
						sort={sort}
						onSort={setSort}
					/>
				) : (
					<ShardTiles shards={shards} selected={selected} onSelect={onSelect} />
				)
			}
		</Panel>
	)
}
