import { useInfiniteQuery } from "@tanstack/react-query"
import { useCallback, useMemo } from "react"
import { type Filter, searchOf } from "../../feed/filter"
import { lineOf } from "../../live/feed"
import { askServer, pastPage } from "./past-events"

/** The log from a number backwards, a page at a time. */
export function usePast(filter: Filter, before: number | null) {
	const answer = useInfiniteQuery({
		queryKey: ["past", searchOf(filter), before],
		queryFn: ({ pageParam, signal }) => pastPage(askServer, filter, pageParam, signal),
		initialPageParam: before,
		getNextPageParam: (page) => page.next,
		refetchOnWindowFocus: false,
		staleTime: 30_000,
	})
	const { data, fetchNextPage, hasNextPage, isFetchingNextPage } = answer
	const lines = useMemo(
		() => (data?.pages ?? []).flatMap(({ events }) => events.map((event) => lineOf(event))).reverse(),
		[data],
	)
	const older = useCallback(() => {
		if (hasNextPage && !isFetchingNextPage) void fetchNextPage()
	}, [hasNextPage, isFetchingNextPage, fetchNextPage])
	return { answer, lines, older }
}
