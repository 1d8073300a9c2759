import { PageHead } from "../../components/page-head"

/** Whether the page is worth a visit: until then nothing links to it. */
export const commandsBuilt: boolean = false

export function CommandsPage() {
	return <PageHead title="Commands" />
}
