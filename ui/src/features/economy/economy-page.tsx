import { PageHead } from "../../components/page-head"
import { PanelFrame } from "../../components/panel"
import { PanelFault } from "../../components/panel-fault"
import { BiggestTransfers } from "./biggest-transfers"
import type { Economy } from "./economy"
import { Figures } from "./figures"
import { FindEntries } from "./find-entries"
import { FlowPanel } from "./flow-panel"
import { ProofPanel } from "./proof-panel"
import { Richest } from "./richest"
import { Streaks } from "./streaks"
import { SupplyPanel } from "./supply-panel"
import { TransactionPanel } from "./transaction-panel"
import { useEconomy } from "./use-economy"

/** Whether the page is worth a visit: until then nothing links to it. */
export const economyBuilt: boolean = true

/** Where the coins come from, where they go, who has them, and that none was lost. */
export function EconomyPage() {
	const answer = useEconomy()
	const { data, error } = answer
	return (
		<>
			<PageHead title="Economy">
				<p className="text-xs text-faint">all guilds, last 24 h</p>
			</PageHead>
			<div className="grid gap-3 md:grid-cols-2 lg:grid-cols-12 lg:gap-4">
				{error && (
					<PanelFrame title="The economy" className="col-span-full">
						<PanelFault answer={answer} />
					</PanelFrame>
				)}
				{data || !error ? (
					<Parts economy={data} dated={error !== null} />
				) : (
					<FindEntries economy={undefined} className="lg:col-span-4" />
				)}
			</div>
			<TransactionPanel />
		</>
	)
}

function Parts({ economy, dated }: { economy: Economy | undefined; dated: boolean }) {
	return (
		<div className={`contents ${dated ? "*:grayscale" : ""}`}>
			<div className="col-span-full">
				<Figures economy={economy} />
			</div>
			<SupplyPanel economy={economy} className="min-h-86 md:col-span-full lg:col-span-8" />
			<ProofPanel economy={economy} className="lg:col-span-4" />
			<FindEntries economy={economy} className="lg:col-span-4" />
			<FlowPanel economy={economy} className="lg:col-span-4" />
			<Streaks economy={economy} className="lg:col-span-4" />
			<BiggestTransfers economy={economy} className="md:col-span-full lg:col-span-8" />
			<Richest economy={economy} className="md:col-span-full lg:col-span-4" />
		</div>
	)
}
