import { PageHead } from "../../components/page-head"

/** Whether the page is worth a visit: until then nothing links to it. */
export const simulatorBuilt: boolean = false

export function SimulatorPage() {
	return <PageHead title="Simulator" />
}
