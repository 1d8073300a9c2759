import { CircleAlert } from "lucide-react"
import type { Answer } from "../hooks/use-api"
import { RequestError } from "../lib/http"
import { SmallButton } from "./small-button"
import { Time } from "./time"

interface Props {
	answer: Answer<unknown>
	/** What it failed with, where that is known better than by the answer of now. */
	error?: Error | null
}

/** Says what a panel's request failed with, and since when what is still shown may be out of date. */
export function PanelFault({ answer, error = answer.error }: Props) {
	const { data, dataUpdatedAt, isFetching, refetch } = answer
	if (!error) return null
	return (
		<div
			className={`flex flex-wrap items-center gap-x-2.5 gap-y-2 px-3 py-2 md:px-4 ${data === undefined ? "min-h-28" : "border-b border-hairline bg-raised"}`}
		>
			<CircleAlert aria-hidden="true" className="size-4 shrink-0 text-error" />
			<p className="min-w-0 flex-1 basis-48">
				{data === undefined ? "Could not be loaded: " : "Not updated: "}
				{error.message} <code className="font-mono text-xs text-muted">{codeOf(error)}</code>
				{data !== undefined && (
					<span className="text-muted">
						{" "}
						What you see is of <Time as="clock" at={new Date(dataUpdatedAt).toISOString()} />.
					</span>
				)}
			</p>
			<SmallButton onClick={() => void refetch()} disabled={isFetching}>
				Retry
			</SmallButton>
		</div>
	)
}

function codeOf(error: Error): string {
	return error instanceof RequestError ? error.code : "page_error"
}
