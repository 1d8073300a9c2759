import { parseSort, type Sort, sortText } from "../lib/sort"
import { useSearchText } from "./use-search-text"

/** The order that the URL's `sort` names, and a way to choose another; the fallback is not named. */
export function useSort(keys: readonly string[], fallback: Sort): [Sort, (sort: Sort) => void] {
	const [text, setText] = useSearchText("sort")
	const choose = (sort: Sort) => setText(sortText(sort) === sortText(fallback) ? undefined : sortText(sort))
	return [parseSort(text, keys, fallback), choose]
}
