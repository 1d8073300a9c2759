import { Link } from "@tanstack/react-router"
import { OctagonX } from "lucide-react"
import type { ReactNode } from "react"
import { ForeignText } from "../../components/foreign-text"
import { Missing } from "../../components/missing"
import { Time } from "../../components/time"
import { formatCount, plural } from "../../lib/format"
import type { Cause } from "./answers"

/** Failures by command and reason, the most frequent first; each leads to the trace of its newest. */
export function Causes({ causes }: { causes: readonly Cause[] }) {
	return (
		<ol className="divide-y divide-hairline">
			{causes.map((cause) => (
				<li key={cause.fingerprint} className="flex items-start gap-3 px-3 py-2.5 md:px-4">
					<OctagonX aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-error" />
					<div className="min-w-0 flex-1">
						<CauseTitle cause={cause} />
						<p className="text-xs text-muted tabular-nums">
							{cause.command && <ForeignText>{`/${cause.command}`}</ForeignText>}
							{cause.lastSeen && (
								<>
									{cause.command && ", "}last <Time at={cause.lastSeen} />
								</>
							)}
							{cause.firstSeen && (
								<>
									, first <Time at={cause.firstSeen} />
								</>
							)}
						</p>
					</div>
					<p className="shrink-0 text-right tabular-nums">
						<span className="font-semibold">{count(cause.count1h)}</span>
						<span className="block text-xs text-muted">
							{cause.users1h !== null && plural(cause.users1h, "user")}
						</span>
					</p>
				</li>
			))}
		</ol>
	)
}

function CauseTitle({ cause: { title, traceId } }: { cause: Cause }) {
	const text = <ForeignText className="[overflow-wrap:anywhere]">{title ?? "No reason given"}</ForeignText>
	if (!traceId) return <p className="font-medium">{text}</p>
	return (
		<Link
			to="."
			search={(before: object) => ({ ...before, event: undefined, trace: traceId })}
			resetScroll={false}
			data-row=""
			title="Show the newest one's trace"
			className="inline-flex min-h-6 items-center rounded-sm font-medium hover:underline pointer-coarse:min-h-11"
		>
			{text}
		</Link>
	)
}

function count(n: number | null): ReactNode {
	return n === null ? <Missing why="Not counted" /> : `${formatCount(n)}×`
}
