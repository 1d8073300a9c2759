import { Time } from "../../components/time"
import type { Timeline } from "./timeline"
import { count, ms } from "./timeline-readout"

/** The timeline in words, newest first. */
export function TimelineTable({ timeline }: { timeline: Timeline }) {
	const { at, p50, p95, commands, errors } = timeline
	return (
		<section
			aria-label="Timeline as a table"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			className="h-50 overflow-auto px-2 focus-visible:-outline-offset-2 md:h-66"
		>
			<table className="w-full text-right text-xs tabular-nums">
				<thead className="sticky top-0 bg-surface text-muted">
					<tr>
						{["Time", "Latency p50", "Latency p95", "Commands", "Errors"].map((name) => (
							<th key={name} scope="col" className="px-2 py-1 font-medium first:text-left">
								{name}
							</th>
						))}
					</tr>
				</thead>
				<tbody>
					{at
						.map((t, i) => (
							<tr key={t} className="border-t border-hairline">
								<th scope="row" className="px-2 py-1 text-left font-mono font-normal">
									<Time at={new Date(t).toISOString()} as="clock" />
								</th>
								<td className="px-2">{ms(p50[i])}</td>
								<td className="px-2">{ms(p95[i])}</td>
								<td className="px-2">{count(commands[i])}</td>
								<td className="px-2">{count(errors[i])}</td>
							</tr>
						))
						.reverse()}
				</tbody>
			</table>
		</section>
	)
}
