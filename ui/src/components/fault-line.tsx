import { CircleAlert } from "lucide-react"
import { RequestError } from "../lib/http"

/** Why something that the reader wanted was not done; nothing while it may still be. */
export function FaultLine({ error }: { error: Error | null }) {
	if (!error) return null
	return (
		<p role="alert" className="flex gap-2 text-error">
			<CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
			<span className="min-w-0 wrap-anywhere first-letter:uppercase">
				{error.message}{" "}
				{error instanceof RequestError && <code className="font-mono text-xs">{error.code}</code>}
			</span>
		</p>
	)
}
