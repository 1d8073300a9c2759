import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import { CellMark } from "../../components/cell-mark"
import type { Column } from "../../components/data-table"
import { ForeignText } from "../../components/foreign-text"
import { Missing } from "../../components/missing"
import { Sparkline } from "../../components/sparkline"
import { Time } from "../../components/time"
import { formatCount, formatMs } from "../../lib/format"
import { AckCell } from "./ack-cell"
import type { Command } from "./answers"
import { errorMark, lateMark, rateText } from "./command-rules"

const unused = "No use in the last 5 minutes"
const sparkStepMs = 15_000

/** What is told of each command. */
export const commandColumns: readonly Column<Command>[] = [
	{ key: "name", name: "Command", prose: true, value: ({ name }) => name, cell: nameCell },
	{
		key: "calls",
		name: "Calls",
		hint: "Uses in the last 5 minutes",
		value: ({ calls5m }) => calls5m,
		cell: callsCell,
	},
	percentile("p50"),
	percentile("p95"),
	percentile("p99"),
	{
		key: "ack",
		name: "Ack p99 of 3 s",
		hint: "From the receipt to the first answer: Discord takes none after 3 seconds",
		broad: true,
		value: ({ ackP99 }) => ackP99,
		cell: ({ ackP99 }) => <AckCell p99={ackP99} />,
	},
	{
		key: "errors",
		name: "Errors",
		hint: "Failed uses of all in the last 5 minutes",
		value: ({ errorRate }) => errorRate,
		cell: errorCell,
	},
	{
		key: "late",
		name: "Late",
		hint: "Answered after 2 to 3 seconds, or missed, in the last 5 minutes",
		value: ({ missed5m, nearMiss5m }) => 1_000 * (missed5m ?? 0) + (nearMiss5m ?? 0),
		cell: lateCell,
	},
	{
		key: "today",
		name: "Today",
		hint: "Uses since midnight UTC",
		extra: true,
		value: ({ callsToday }) => callsToday,
		cell: ({ callsToday }) => count(callsToday, "Not counted"),
	},
	{
		key: "last",
		name: "Last use",
		extra: true,
		value: ({ lastAt }) => (lastAt === null ? null : Date.parse(lastAt)),
		cell: ({ lastAt }) =>
			lastAt === null ? <Missing why="Longer ago than is known" /> : <Time at={lastAt} />,
	},
]

function nameCell({ name }: Command): ReactNode {
	return (
		<Link
			to="/commands/$name"
			params={{ name }}
			data-row=""
			className="inline-flex min-h-6 items-center rounded-sm font-medium hover:underline pointer-coarse:min-h-11"
		>
			<ForeignText>{`/${name}`}</ForeignText>
		</Link>
	)
}

function callsCell({ calls5m, spark }: Command): ReactNode {
	const points = (spark ?? []).map((value, i) => ({ at: i * sparkStepMs, value }))
	return (
		<span className="flex items-center justify-end gap-2">
			<span className="w-20">
				<Sparkline points={points} format={formatCount} />
			</span>
			{count(calls5m, "Not counted")}
		</span>
	)
}

function percentile(key: "p50" | "p95" | "p99"): Column<Command> {
	return {
		key,
		name: key,
		hint: "From the receipt to the last answer, in the last 5 minutes",
		extra: key === "p50",
		value: (command) => command[key],
		cell: (command) => {
			const ms = command[key]
			return ms === null ? <Missing why={unused} /> : `${formatMs(ms)} ms`
		},
	}
}

function errorCell({ errorRate }: Command): ReactNode {
	if (errorRate === null) return <Missing why={unused} />
	const mark = errorMark(errorRate)
	return mark ? <CellMark level={mark.level} word={rateText(errorRate)} /> : rateText(errorRate)
}

function lateCell({ nearMiss5m, missed5m }: Command): ReactNode {
	const mark = lateMark(nearMiss5m, missed5m)
	return mark ? <CellMark {...mark} /> : count(nearMiss5m, "Not counted")
}

function count(n: number | null, why: string): ReactNode {
	return n === null ? <Missing why={why} /> : formatCount(n)
}
