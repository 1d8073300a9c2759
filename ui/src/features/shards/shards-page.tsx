import { PageHead } from "../../components/page-head"

/** Whether the page is worth a visit: until then nothing links to it. */
export const shardsBuilt: boolean = false

export function ShardsPage() {
	return <PageHead title="Shards" />
}
