import { useNavigate, useSearch } from "@tanstack/react-router"
import { useCallback } from "react"
import * as v from "valibot"

/** What the addresses of these pages hold: the transaction whose entries lie beside the page. */
export const ledgerSearch = v.object({ ref: v.fallback(v.optional(v.string()), undefined) })

/** The reference of the transaction that is open, or null; and a way to open another or, with null, none. */
export function useTransaction(): [string | null, (ref: string | null) => void] {
	const { ref }: Record<string, unknown> = useSearch({ strict: false })
	const navigate = useNavigate()
	const open = useCallback(
		(next: string | null) => {
			const search = (before: object) => ({
				...before,
				event: undefined,
				trace: undefined,
				ref: next ?? undefined,
			})
			void navigate({ to: ".", search, resetScroll: false })
		},
		[navigate],
	)
	return [typeof ref === "string" && ref !== "" ? ref : null, open]
}
