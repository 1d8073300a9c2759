import { Eye } from "lucide-react"
import type { ReactNode } from "react"

/** What will be seen on the dashboard. */
export function See({ children }: { children: ReactNode }) {
	return (
		<p className="flex gap-1.5 text-xs text-faint">
			<Eye role="img" aria-label="You should see:" className="mt-0.5 size-3.5 shrink-0" />
			<span className="min-w-0">{children}</span>
		</p>
	)
}
