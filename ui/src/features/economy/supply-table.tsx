import { formatCount } from "../../lib/format"
import { Coins } from "./coins"
import { HourTime } from "./hour-time"
import type { SupplyHour } from "./supply-hours"

/** The hours as numbers, the newest first. */
export function SupplyTable({ hours }: { hours: readonly SupplyHour[] }) {
	return (
		<section
			aria-label="The hours as numbers"
			// biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
			tabIndex={0}
			className="h-72 overflow-auto focus-visible:-outline-offset-2"
		>
			<table className="w-full text-right tabular-nums">
				<thead className="sticky top-0 bg-surface text-xs text-muted">
					<tr className="*:px-3 *:py-1.5 *:font-medium md:*:px-4">
						<th className="text-left">From</th>
						<th>Supply at its end</th>
						<th>Issued</th>
						<th>Burned</th>
						<th>Paid</th>
						<th>Transfers</th>
					</tr>
				</thead>
				<tbody>
					{hours.toReversed().map(({ at, supply, issued, burned, moved, transfers }) => (
						<tr key={at} className="border-t border-hairline *:px-3 *:py-1 md:*:px-4">
							<td className="text-left whitespace-nowrap">
								<HourTime at={at} />
							</td>
							{[supply, issued, burned, moved].map((amount, column) => (
								// biome-ignore lint/suspicious/noArrayIndexKey: the columns stay where they are
								<td key={column}>
									<Coins amount={amount} />
								</td>
							))}
							<td>{formatCount(transfers)}</td>
						</tr>
					))}
				</tbody>
			</table>
		</section>
	)
}
