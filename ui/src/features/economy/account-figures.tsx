import type { ReactNode } from "react"
import { notMeasured, plural } from "../../lib/format"
import { Coins } from "./coins"
import type { Account } from "./economy"

/** What an account has now. */
export function AccountFigures({ account: { balance, streak, lastClaim } }: { account: Account }) {
	return (
		<dl className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-md border border-hairline bg-surface px-3 py-2.5 md:grid-cols-3 md:px-4">
			<Figure name="Balance">
				<Coins amount={balance} />
			</Figure>
			<Figure name="Streak">{streak === null ? notMeasured : plural(streak, "day")}</Figure>
			<Figure name="Last daily claim">{lastClaim ?? "never"}</Figure>
		</dl>
	)
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
	return (
		<div className="min-w-0">
			<dt className="text-xs font-medium text-muted">{name}</dt>
			<dd className="truncate text-lg font-semibold tabular-nums">{children}</dd>
		</div>
	)
}
