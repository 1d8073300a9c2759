import { type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query"

export type Change<Input, Output = unknown> = UseMutationResult<Output, Error, Input>

/**
 * Something that the reader changes on the server. It is done once what shows it, by the paths that were asked, has
 * been asked for anew. Nothing of it is remembered: an answer may hold a secret.
 */
export function useChange<Input = void, Output = unknown>(
	send: (input: Input) => Promise<Output>,
	shownBy: readonly string[],
): Change<Input, Output> {
	const queries = useQueryClient()
	return useMutation({
		mutationFn: send,
		networkMode: "always",
		gcTime: 0,
		onSuccess: async () => {
			await Promise.all(shownBy.map((path) => queries.invalidateQueries({ queryKey: [path] })))
		},
	})
}
