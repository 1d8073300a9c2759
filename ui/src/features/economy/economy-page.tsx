import { PageHead } from "../../components/page-head"

/** Whether the page is worth a visit: until then nothing links to it. */
export const economyBuilt: boolean = false

export function EconomyPage() {
	return <PageHead title="Economy" />
}
