import { Coins } from "./coins"
import type { Economy } from "./economy"
import { Part } from "./part"
import { Ranking } from "./ranking"

/** The members who hold the most. */
export function Richest({ economy, className }: { economy: Economy | undefined; className: string }) {
	return (
		<Part title="Richest accounts" className={className} economy={economy} lines={11} empty={nobody}>
			{({ top }) => (
				<Ranking
					label="Richest accounts"
					height="max-h-96"
					holders={top ?? []}
					value={({ balance }) => <Coins amount={balance} />}
				/>
			)}
		</Part>
	)
}

function nobody({ top }: Economy): string | null {
	if (top === null) return "Not surveyed yet: all accounts are read once a minute."
	return top.length === 0 ? "Nobody has any coins yet." : null
}
