import { useState } from "react"
import { SmallButton } from "../../components/small-button"
import type { Economy } from "./economy"
import { Part } from "./part"
import { SupplyChart } from "./supply-chart"
import { supplyHours } from "./supply-hours"
import { SupplyTable } from "./supply-table"

interface Props {
	economy: Economy | undefined
	className: string
}

/** The supply over the last 24 hours, as a picture or as a table. */
export function SupplyPanel({ economy, className }: Props) {
	const [asTable, setAsTable] = useState(false)
	return (
		<Part
			title="Supply, last 24 hours"
			className={className}
			economy={economy}
			lines={8}
			empty={nothing}
			aside={
				<SmallButton aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
					{asTable ? "Chart" : "Table"}
				</SmallButton>
			}
		>
			{(economy) => {
				const hours = supplyHours(economy)
				return asTable ? <SupplyTable hours={hours} /> : <SupplyChart hours={hours} />
			}}
		</Part>
	)
}

function nothing({ accounts, hours }: Economy): string | null {
	if (hours.length === 0) return "The hours were not summed yet."
	return accounts === 0 ? "No coins yet. The first come with the first /daily in Discord." : null
}
