import { PageHead } from "../../components/page-head"

/** Whether the page is worth a visit: until then nothing links to it. */
export const apiLimitsBuilt: boolean = false

export function ApiLimitsPage() {
	return <PageHead title="Discord API" />
}
