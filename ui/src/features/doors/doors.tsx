import { type ReactNode, useSyncExternalStore } from "react"
import { useLiveClient } from "../../hooks/use-dashboard-stats"
import { useMe } from "../../hooks/use-me"
import { Outside } from "./outside"
import { SessionEnded } from "./session-ended"

/** Who may look sees the page; who no longer may sees it as it was, and how to go on; anybody else why not. */
export function Doors({ children }: { children: ReactNode }) {
	const me = useMe()
	const { store } = useLiveClient()
	const link = useSyncExternalStore(store.subscribe, () => store.state().link)
	if (me && !me.role) return <Outside me={me} />
	return (
		<>
			{children}
			{me && link.state === "signed-out" && <SessionEnded why={link.why} />}
		</>
	)
}
