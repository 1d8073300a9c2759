import { ArrowDown, ArrowUp } from "lucide-react"
import type { useHeldOrder } from "../hooks/use-held-order"
import type { TableProps } from "./data-table"
import { IconButton } from "./icon-button"

interface Props<Row> extends TableProps<Row> {
	holding: ReturnType<typeof useHeldOrder<Row>>["holding"]
}

/** A table's rows where there is no room for a table: each a card with all of its columns. */
export function DataCards<Row>({ label, rows, columns, keyOf, sort, onSort, holding }: Props<Row>) {
	const [head, ...rest] = columns
	return (
		<>
			<div className="flex items-center gap-2 border-b border-hairline px-3 py-1.5">
				<label className="flex min-w-0 flex-1 items-center gap-2 text-xs text-muted">
					Ordered by
					<select
						value={sort.key}
						onChange={({ target }) => onSort({ ...sort, key: target.value })}
						className="h-9 min-w-0 flex-1 rounded-sm border border-control bg-surface px-2 text-text pointer-coarse:h-11"
					>
						{columns.map(({ key, name }) => (
							<option key={key} value={key}>
								{name}
							</option>
						))}
					</select>
				</label>
				<IconButton
					icon={sort.descending ? ArrowDown : ArrowUp}
					label={sort.descending ? "Greatest first" : "Least first"}
					onClick={() => onSort({ ...sort, descending: !sort.descending })}
				/>
			</div>
			<ul aria-label={label} className="divide-y divide-hairline" {...holding}>
				{rows.map((row) => (
					<li key={keyOf(row)} className="px-3 py-2.5">
						<div className="flex min-h-8 items-center text-base">{head?.cell(row)}</div>
						<dl className="grid grid-cols-2 gap-x-4 gap-y-1 tabular-nums">
							{rest.map(({ key, name, cell, broad }) => (
								<div
									key={key}
									className={`flex min-w-0 items-center justify-between gap-2 ${broad ? "col-span-2 *:last:flex-1" : ""}`}
								>
									<dt className="text-xs whitespace-nowrap text-muted">{name}</dt>
									<dd className="min-w-0">{cell(row)}</dd>
								</div>
							))}
						</dl>
					</li>
				))}
			</ul>
		</>
	)
}
