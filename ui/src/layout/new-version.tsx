import { RefreshCw } from "lucide-react"
import { memo, useEffect, useState } from "react"
import { useLiveClient } from "../hooks/use-dashboard-stats"
import type { LiveState } from "../live/live-state"

/**
 * Says that the server is of another build than when the page was loaded. The page is loaded anew when nobody looks
 * at it and nothing would be lost, else only at a press.
 */
export const NewVersion = memo(function NewVersion() {
	const { store } = useLiveClient()
	const [isNew, setNew] = useState(false)
	useEffect(() => {
		let first = buildOf(store.state())
		const look = () => {
			const build = buildOf(store.state())
			first ??= build
			if (build === null || build === first) return
			if (document.visibilityState === "hidden" && !wouldLose(store.state())) location.reload()
			else setNew(true)
		}
		document.addEventListener("visibilitychange", look)
		const unwatch = store.watch(look)
		return () => {
			document.removeEventListener("visibilitychange", look)
			unwatch()
		}
	}, [store])
	if (!isNew) return null
	return (
		<button
			type="button"
			title="The server was updated. Load the page that belongs to it"
			onClick={() => location.reload()}
			className="flex h-6 shrink-0 items-center gap-1.5 rounded-full border border-brand px-2.5 text-xs font-medium text-brand hover:bg-raised pointer-coarse:h-11"
		>
			<RefreshCw aria-hidden="true" className="size-3.5" />
			<span className="max-md:sr-only">New version</span>
		</button>
	)
})

function buildOf({ stats }: LiveState): string | null {
	const { version, commit } = stats?.build ?? {}
	return version || commit ? `${version} ${commit}` : null
}

/** Whether the reader would miss something: a page held still, a dialog (a key is shown once), words half written. */
function wouldLose({ frozen }: LiveState): boolean {
	if (frozen || document.querySelector("[data-modal]")) return true
	const fields = document.querySelectorAll<HTMLInputElement | HTMLTextAreaElement>("input, textarea")
	return Array.from(fields).some((field) => field.value !== field.defaultValue)
}
