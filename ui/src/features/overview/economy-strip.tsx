import { memo, type ReactNode } from "react"
import { HealthMark } from "../../components/health-mark"
import { Missing } from "../../components/missing"
import { PanelFrame } from "../../components/panel"
import { formatAmount, formatCount, formatExactAmount } from "../../lib/format"
import type { DashboardStats } from "../../live/stats"
import { DetailsLink } from "./details-link"

type Economy = NonNullable<DashboardStats["economy"]>

/** The last day's coins: made, taken out, claimed, and whether the ledger adds up. */
export const EconomyStrip = memo(function EconomyStrip({ economy }: { economy: Economy | null }) {
	const balanced = economy?.integrity?.balanced
	return (
		<PanelFrame
			title="Economy"
			aside={
				<>
					<span className="text-xs text-muted">last 24 h</span>
					<DetailsLink to="/economy" of="the economy" />
				</>
			}
		>
			<dl className="grid p-3 md:px-4 grid-cols-[auto_1fr] gap-x-4 gap-y-1 tabular-nums">
				<Entry name="In">{flow("+", economy?.faucet24h)}</Entry>
				<Entry name="Out">{flow("−", economy?.sink24h)}</Entry>
				<Entry name="Claims today">{count(economy?.daily?.claimedToday)}</Entry>
				<Entry name="Transfers">{count(economy?.transfers?.n24h)}</Entry>
				<Entry name="Ledger">
					{balanced == null ? (
						<Missing why="not checked yet" />
					) : (
						<span className="inline-flex h-5 align-top">
							<HealthMark level={balanced ? "ok" : "error"} word={balanced ? "balanced" : "not balanced"} />
						</span>
					)}
				</Entry>
			</dl>
		</PanelFrame>
	)
})

function Entry({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-muted">{name}</dt>
			<dd className="text-right font-medium">{children}</dd>
		</>
	)
}

function flow(sign: string, amounts: Record<string, string> | null | undefined): ReactNode {
	const sum = sumOf(amounts)
	if (sum === null) return <Missing why="not summed yet" />
	return (
		<span title={formatExactAmount(sum) ?? undefined}>
			{sum === "0" ? "0" : `${sign}${formatAmount(sum)}`}
		</span>
	)
}

function count(n: number | null | undefined): ReactNode {
	return n == null ? <Missing why="not counted yet" /> : formatCount(n)
}

/** Amounts may exceed what a number holds exactly. */
export function sumOf(amounts: Record<string, string> | null | undefined): string | null {
	if (!amounts) return null
	const values = Object.values(amounts)
	if (!values.every((value) => /^-?\d{1,30}$/.test(value))) return null
	const sum = values.reduce((sum, value) => sum + BigInt(value), 0n)
	return (sum < 0n ? -sum : sum).toString()
}
