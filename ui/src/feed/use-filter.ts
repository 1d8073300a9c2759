import { useNavigate, useSearch } from "@tanstack/react-router"
import { useCallback, useMemo } from "react"
import { type Filter, filterOf, searchOf } from "./filter"

/** The filter in the URL, and a way to put another one there. */
export function useFilter(): [Filter, (next: Filter) => void] {
	const { sev, type, shard, guild, user, q }: Record<string, unknown> = useSearch({ strict: false })
	const navigate = useNavigate()
	const filter = useMemo(
		() =>
			filterOf({
				sev: asText(sev),
				type: asText(type),
				shard: asText(shard),
				guild: asText(guild),
				user: asText(user),
				q: asText(q),
			}),
		[sev, type, shard, guild, user, q],
	)
	const change = useCallback(
		(next: Filter) => {
			void navigate({
				to: ".",
				search: (before: object) => ({ ...before, ...searchOf(next) }),
				replace: true,
				resetScroll: false,
			})
		},
		[navigate],
	)
	return [filter, change]
}

function asText(value: unknown): string | undefined {
	return typeof value === "string" ? value : undefined
}
