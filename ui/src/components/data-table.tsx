import { ArrowDown, ArrowUp } from "lucide-react"
import type { ReactNode } from "react"
import { useHeldOrder } from "../hooks/use-held-order"
import { useMedia } from "../hooks/use-media"
import type { Sort, Sortable } from "../lib/sort"
import { sorted } from "../lib/sort"
import { DataCards } from "./data-cards"

export interface Column<Row> {
	key: string
	name: string
	/** Says more than the name. */
	hint?: string
	/** What rows are ordered by; a text begins with A, a number with the greatest. */
	value: (row: Row) => Sortable
	cell: (row: Row) => ReactNode
	/** Whether it is text, which begins at the left. */
	prose?: boolean
	/** Whether a narrow table leaves it out. */
	extra?: boolean
	/** Whether it has a line of its own on a card. */
	broad?: boolean
}

export interface TableProps<Row> {
	/** What the rows are, for those who do not see where the table stands. */
	label: string
	rows: readonly Row[]
	/** The first one names the row. */
	columns: readonly Column<Row>[]
	keyOf: (row: Row) => string
	sort: Sort
	onSort: (sort: Sort) => void
}

/** Rows that are ordered by any column: a table, and cards on a phone. None moves while it is pointed at. */
export function DataTable<Row>(props: TableProps<Row>) {
	const { label, keyOf, sort, onSort } = props
	const roomy = useMedia("(min-width: 68.75rem)")
	const columns = roomy ? props.columns : props.columns.filter(({ extra }) => !extra)
	const by = props.columns.find(({ key }) => key === sort.key)
	const { rows, holding } = useHeldOrder(
		by ? sorted(props.rows, by.value, sort.descending) : props.rows,
		keyOf,
	)
	if (useMedia("(max-width: 44.99rem)")) return <DataCards {...props} rows={rows} holding={holding} />
	return (
		<div className="overflow-x-auto">
			<table aria-label={label} className="w-full tabular-nums">
				<thead>
					<tr>
						{columns.map((column) => (
							<HeadCell key={column.key} column={column} sort={sort} onSort={onSort} />
						))}
					</tr>
				</thead>
				<tbody {...holding}>
					{rows.map((row) => (
						<tr key={keyOf(row)} className="border-t border-hairline hover:bg-raised">
							{columns.map((column, i) => (
								<Cell key={column.key} column={column} row={row} names={i === 0} />
							))}
						</tr>
					))}
				</tbody>
			</table>
		</div>
	)
}

function lookOf({ prose }: { prose?: boolean }): string {
	return `px-2 first:pl-4 last:pr-4 ${prose ? "text-left" : "text-right whitespace-nowrap"}`
}

function Cell<Row>({ column, row, names }: { column: Column<Row>; row: Row; names: boolean }) {
	const Tag = names ? "th" : "td"
	return (
		<Tag {...(names && { scope: "row" })} className={`h-10 font-normal ${lookOf(column)}`}>
			{column.cell(row)}
		</Tag>
	)
}

interface HeadProps<Row> {
	column: Column<Row>
	sort: Sort
	onSort: (sort: Sort) => void
}

function HeadCell<Row>({ column, sort, onSort }: HeadProps<Row>) {
	const { key, name, hint } = column
	const current = sort.key === key
	const Icon = sort.descending ? ArrowDown : ArrowUp
	return (
		<th
			scope="col"
			aria-sort={current ? (sort.descending ? "descending" : "ascending") : undefined}
			className={`text-xs font-medium text-muted ${lookOf(column)}`}
		>
			<button
				type="button"
				title={hint}
				onClick={() => onSort({ key, descending: current ? !sort.descending : key !== "name" })}
				className="inline-flex h-8 items-center gap-1 rounded-sm hover:text-text pointer-coarse:h-11"
			>
				{name}
				{current && <Icon aria-hidden="true" className="size-3" />}
			</button>
		</th>
	)
}
