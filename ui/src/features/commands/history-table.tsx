import type { ReactNode } from "react"
import { Missing } from "../../components/missing"
import { Time } from "../../components/time"
import { formatCount, formatMs } from "../../lib/format"
import type { Minute } from "./answers"

/** What the chart shows, as figures; newest first. */
export function HistoryTable({ minutes }: { minutes: readonly Minute[] }) {
	return (
		<section
			aria-label="The last hour as a table"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			className="h-62 overflow-auto px-2 focus-visible:-outline-offset-2"
		>
			<table className="w-full text-right text-xs tabular-nums">
				<thead className="sticky top-0 bg-surface text-muted">
					<tr>
						{["Minute", "Calls", "Failed", "p50", "p95", "p99"].map((name) => (
							<th key={name} scope="col" className="px-2 py-1 font-medium first:text-left">
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{minutes.toReversed().map(({ at, calls, errors, p50, p95, p99 }) => (
						<tr key={at} className="border-t border-hairline">
							<th scope="row" className="px-2 py-1 text-left font-mono font-normal">
								<Time at={at} as="clock" />
							</th>
							<td className="px-2">{cell(calls, formatCount)}</td>
							<td className="px-2">{cell(errors, formatCount)}</td>
							<td className="px-2">{cell(p50, ms)}</td>
							<td className="px-2">{cell(p95, ms)}</td>
							<td className="px-2">{cell(p99, ms)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	)
}

function ms(value: number): string {
	return `${formatMs(value)} ms`
}

function cell(value: number | null, format: (value: number) => string): ReactNode {
	return value === null ? <Missing why="Nothing was measured in this minute" /> : format(value)
}
