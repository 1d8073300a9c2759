import { PageHead } from "../../components/page-head"

/** Whether the page is worth a visit: until then nothing links to it. */
export const eventsBuilt: boolean = false

export function EventsPage() {
	return <PageHead title="Events" />
}
