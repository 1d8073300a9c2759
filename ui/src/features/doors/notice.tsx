import { CircleAlert } from "lucide-react"
import type { ReactNode } from "react"

/** What went wrong, in the server's words. */
export function Notice({ children }: { children: ReactNode }) {
	return (
		<p
			role="alert"
			className="flex gap-2.5 rounded-sm border border-l-4 border-hairline border-l-error bg-raised px-3 py-2"
		>
			<CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-error" />
			<span className="min-w-0 wrap-anywhere first-letter:uppercase">{children}</span>
		</p>
	)
}
