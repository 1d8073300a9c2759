import { useEffect, useRef } from "react"
import none from "../favicon.svg"
import critical from "../favicon-critical.svg"
import error from "../favicon-error.svg"
import warn from "../favicon-warn.svg"
import { useLiveClient } from "../hooks/use-dashboard-stats"
import { type Attention, attentionTo, type Seen, seenNow } from "../live/attention"

const icons = { none, warn, error, critical }

/** Tells by the tab's title and icon, and by the app's badge, of errors that came while nobody looked. */
export function useAttention(place: string | undefined): void {
	const { store } = useLiveClient()
	const seen = useRef<Seen | null>(null)
	useEffect(() => {
		let shown: Attention | null = null
		const look = () => {
			const state = store.state()
			if (!seen.current || document.visibilityState === "visible") seen.current = seenNow(state)
			const attention = attentionTo(state, seen.current)
			if (attention.unseen === shown?.unseen && attention.worst === shown.worst) return
			shown = attention
			show(attention, place)
		}
		look()
		document.addEventListener("visibilitychange", look)
		const unwatch = store.watch(look)
		return () => {
			document.removeEventListener("visibilitychange", look)
			unwatch()
		}
	}, [store, place])
}

function show({ unseen, worst }: Attention, place: string | undefined): void {
	document.title = `${unseen > 0 ? `(${unseen}) ` : ""}Aurora${place ? ` · ${place}` : ""}`
	const link = document.querySelector<HTMLLinkElement>("link[rel=icon]")
	if (link && link.getAttribute("href") !== icons[worst]) link.href = icons[worst]
	badge(unseen)
}

function badge(count: number): void {
	// Browsers without badges, and pages that are not installed, do without.
	const done = count > 0 ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.()
	done?.catch(() => {})
}
