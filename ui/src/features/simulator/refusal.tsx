import { CircleAlert } from "lucide-react"
import { ForeignText } from "../../components/foreign-text"
import { RequestError } from "../../lib/http"

/** Why the simulator did not do it. */
export function Refusal({ error }: { error: Error }) {
	return (
		<p role="alert" className="flex gap-2 px-3 py-2 md:px-4">
			<CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-error" />
			<span className="min-w-0">
				<ForeignText>{error.message}</ForeignText>{" "}
				<code className="font-mono text-xs text-muted">
					{error instanceof RequestError ? error.code : "page_error"}
				</code>
			</span>
		</p>
	)
}
