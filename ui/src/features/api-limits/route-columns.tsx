import type { ReactNode } from "react"
import { CellMark } from "../../components/cell-mark"
import type { Column } from "../../components/data-table"
import { ForeignText } from "../../components/foreign-text"
import { Missing } from "../../components/missing"
import { formatCount, formatMs } from "../../lib/format"
import type { Route } from "./answers"

/** What is told of each kind of request. */
export const routeColumns: readonly Column<Route>[] = [
	{
		key: "name",
		name: "Route",
		prose: true,
		value: ({ route }) => route,
		cell: ({ route }) => (
			<ForeignText className="font-mono text-xs [overflow-wrap:anywhere]">{route}</ForeignText>
		),
	},
	{
		key: "n",
		name: "Requests",
		hint: "In the last 5 minutes",
		value: ({ n }) => n,
		cell: ({ n }) => (n === null ? <Missing why="Not counted" /> : formatCount(n)),
	},
	percentile("p50"),
	percentile("p95"),
	percentile("p99"),
	{
		key: "limited",
		name: "429",
		hint: "Too many requests",
		value: ({ s429 }) => s429,
		cell: ({ s429 }) => faults(s429, "warn"),
	},
	{
		key: "errors",
		name: "Failed",
		hint: "Refused, failed at Discord, or without an answer",
		value: ({ errors }) => errors,
		cell: ({ errors }) => faults(errors, "error"),
	},
]

function percentile(key: "p50" | "p95" | "p99"): Column<Route> {
	return {
		key,
		name: key,
		hint: "Until Discord's answer",
		value: (route) => route[key],
		cell: (route) => {
			const ms = route[key]
			return ms === null ? <Missing why="None was answered" /> : `${formatMs(ms)} ms`
		},
	}
}

function faults(n: number | null, level: "warn" | "error"): ReactNode {
	if (n === null) return <Missing why="Not counted" />
	if (n === 0) return <span className="text-faint">0</span>
	return <CellMark level={level} word={formatCount(n)} />
}
