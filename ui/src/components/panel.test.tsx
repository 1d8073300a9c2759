// @vitest-environment jsdom
import type { QueryClient } from "@tanstack/react-query"
import { QueryClientProvider, useQuery } from "@tanstack/react-query"
import { cleanup, render, screen, waitFor } from "@testing-library/react"
import { afterEach, expect, test, vi } from "vitest"
import { newQueryClient } from "../hooks/use-api"
import { RequestError } from "../lib/http"
import { Panel } from "./panel"

afterEach(cleanup)

const refused = () => Promise.reject(new RequestError("not_ready", 409, "the log is not ready"))

test("what a panel failed with stays to be read while it tries again, and goes when it has succeeded", async () => {
	const client = newQueryClient()
	const ask = vi.fn<() => Promise<string>>(refused)
	render(<Asking ask={ask} client={client} />)
	await screen.findByText("not_ready")

	let answer = (_: string) => {}
	ask.mockImplementation(() => new Promise((resolve) => (answer = resolve)))
	void client.refetchQueries()
	await waitFor(() => expect(client.isFetching()).toBe(1))
	expect(screen.queryByText("not_ready")).not.toBeNull()

	answer("all quiet")
	await screen.findByText("all quiet")
	expect(screen.queryByText("not_ready")).toBeNull()
})

function Asking(props: { ask: () => Promise<string>; client: QueryClient }) {
	return (
		<QueryClientProvider client={props.client}>
			<Asked ask={props.ask} />
		</QueryClientProvider>
	)
}

function Asked({ ask }: { ask: () => Promise<string> }) {
	const answer = useQuery({ queryKey: ["log"], queryFn: ask })
	return (
		<Panel title="Log" answer={answer}>
			{(text) => <p>{text}</p>}
		</Panel>
	)
}
