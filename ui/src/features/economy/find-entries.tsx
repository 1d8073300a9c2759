import { PanelFrame } from "../../components/panel"
import type { Economy } from "./economy"
import { FindAccount } from "./find-account-form"
import { FindReference } from "./find-reference"

/** The way into the ledger: by who, or by what. */
export function FindEntries({ economy, className }: { economy: Economy | undefined; className: string }) {
	return (
		<PanelFrame title="Ledger explorer" className={className}>
			<div className="flex flex-col gap-5 p-3 md:px-4">
				<FindAccount economy={economy} />
				<FindReference />
			</div>
		</PanelFrame>
	)
}
