import type { Economy } from "./economy"
import { EntryList } from "./entry-list"
import { Part } from "./part"

/** The payments between members that moved the most coins. */
export function BiggestTransfers({
	economy,
	className,
}: {
	economy: Economy | undefined
	className: string
}) {
	return (
		<Part
			title="Biggest transfers"
			className={className}
			economy={economy}
			lines={11}
			empty={({ transfers }) => (transfers.length === 0 ? "No member has paid another in 24 hours." : null)}
		>
			{({ transfers }) => <EntryList label="Biggest transfers" entries={transfers} />}
		</Part>
	)
}
