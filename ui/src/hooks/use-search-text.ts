import { useNavigate, useSearch } from "@tanstack/react-router"
import { useCallback } from "react"

/** One value of the URL's search, and a way to set it; the page stays where it is scrolled to. */
export function useSearchText(name: string): [string | undefined, (value: string | undefined) => void] {
	const search: Record<string, unknown> = useSearch({ strict: false })
	const navigate = useNavigate()
	const value = search[name]
	const set = useCallback(
		(value: string | undefined) => {
			void navigate({
				to: ".",
				search: (before: object) => ({ ...before, [name]: value }),
				replace: true,
				resetScroll: false,
			})
		},
		[navigate, name],
	)
	return [typeof value === "string" ? value : undefined, set]
}
