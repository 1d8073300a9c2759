import { useInfiniteQuery } from "@tanstack/react-query"
import { useStandstill } from "../../hooks/use-api"
import { requestJson } from "../../lib/http"
import { type Account, accountSchema, type Entry } from "./economy"

const pageSize = 50

/** One account and its history, the newest entries first; the older ones are asked for page by page. */
export function useAccount(guild: string, user: string) {
	const still = useStandstill()
	const path = `/api/economy/accounts/${encodeURIComponent(guild)}/${encodeURIComponent(user)}`
	const answer = useInfiniteQuery({
		queryKey: [path],
		initialPageParam: "",
		queryFn: ({ signal, pageParam }) =>
			requestJson(
				`${path}?limit=${pageSize}${pageParam && `&before=${encodeURIComponent(pageParam)}`}`,
				accountSchema,
				{
					signal,
				},
			),
		getNextPageParam: ({ next }) => next,
		// Who reads old pages is not to have them all fetched again and again.
		refetchInterval: ({ state }) => (still || (state.data?.pages.length ?? 0) > 1 ? false : 5_000),
		refetchOnWindowFocus: !still,
	})
	const pages: readonly Account[] = answer.data?.pages ?? []
	const entries: readonly Entry[] = pages.flatMap((page) => page.entries)
	return { answer, account: pages[0], entries }
}

export type AccountAnswer = ReturnType<typeof useAccount>["answer"]
