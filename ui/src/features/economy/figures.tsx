import type { ReactNode } from "react"
import { formatCount, notMeasured } from "../../lib/format"
import { sumOf } from "./amounts"
import { Coins } from "./coins"
import type { Economy } from "./economy"

/** The economy in six figures; of the same size while loading. */
export function Figures({ economy }: { economy: Economy | undefined }) {
	return (
		<dl
			aria-label="Economy in figures"
			aria-busy={!economy}
			className="grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-6 lg:gap-4"
		>
			<Figure label="Supply" note={economy?.currency ?? "coins"}>
				{economy && <Coins short amount={economy.supply} />}
			</Figure>
			<Figure label="Supply change" note="in 24 h">
				{economy && <Coins short signed amount={economy.supplyDelta24h} />}
			</Figure>
			<Figure label="Issued" note="in 24 h">
				{economy && <Coins short amount={sumOf(economy.faucet24h)} />}
			</Figure>
			<Figure label="Burned" note="in 24 h">
				{economy && <Coins short amount={sumOf(economy.sink24h)} />}
			</Figure>
			<Figure label="Accounts" note="in all guilds">
				{economy && count(economy.accounts)}
			</Figure>
			<Figure label="Daily claims" note="since midnight UTC">
				{economy && count(economy.daily.claimedToday)}
			</Figure>
		</dl>
	)
}

function count(n: number | null): string {
	return n === null ? notMeasured : formatCount(n)
}

/** The value comes second on paper, first to the eye. */
function Figure({ label, note, children }: { label: string; note: string; children: ReactNode }) {
	return (
		<div className="min-w-0 rounded-md border border-hairline bg-surface px-3 py-2.5 md:px-4 md:py-3">
			<dt className="truncate text-xs font-medium text-muted">{label}</dt>
			<dd className="mt-1">
				<span className="flex h-8 items-center truncate text-value font-semibold tracking-tight tabular-nums">
					{children || (
						<span className="h-6 w-20 animate-breathe rounded-sm bg-raised motion-reduce:animate-none" />
					)}
				</span>
				<span className="block truncate text-xs text-faint">{note}</span>
			</dd>
		</div>
	)
}
