import { Overview } from "./features/overview/overview"
import { LiveContext } from "./hooks/use-dashboard-stats"
import type { LiveClient } from "./live/live-client"

/** The whole page. Its only room, so far, is the overview. */
export function App({ client }: { client: LiveClient }) {
	return (
		<LiveContext value={client}>
			<Overview />
		</LiveContext>
	)
}
