import { useNavigate, useSearch } from "@tanstack/react-router"
import { useCallback } from "react"

/** The number of the event whose details are open, and a way to open another one's. */
export function useOpenEvent(): [number | null, (seq: number) => void] {
	const { event }: Record<string, unknown> = useSearch({ strict: false })
	const navigate = useNavigate()
	const open = useCallback(
		(seq: number) => {
			void navigate({
				to: ".",
				search: (before: object) => ({ ...before, trace: undefined, event: String(seq) }),
				resetScroll: false,
			})
		},
		[navigate],
	)
	return [typeof event === "string" && /^[1-9]\d{0,15}$/.test(event) ? Number(event) : null, open]
}
