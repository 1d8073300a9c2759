import { useSyncExternalStore } from "react"

/** Whether the media query holds. */
export function useMedia(query: string): boolean {
	return useSyncExternalStore(
		(changed) => {
			const list = matchMedia(query)
			list.addEventListener("change", changed)
			return () => list.removeEventListener("change", changed)
		},
		() => matchMedia(query).matches,
	)
}
