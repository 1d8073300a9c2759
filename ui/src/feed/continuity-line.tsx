import { formatCount } from "../lib/format"
import type { Run } from "../live/continuity"

interface Props {
	received: number
	lost: number
	/** The number of the newest event. */
	last: number | undefined
	/** How the events came, oldest first. */
	runs: readonly Run[]
}

/** How complete the feed is: events never received among those that happened while the page was open. */
export function ContinuityLine({ received, lost, last, runs }: Props) {
	const replayed = runs.reduce((sum, { kind, count }) => sum + (kind === "replayed" ? count : 0), 0)
	return (
		<div className="flex h-8 items-center gap-3">
			<div
				role="img"
				aria-label={`Of ${formatCount(received + lost)} events ${formatCount(replayed)} were fetched later and ${formatCount(lost)} are lost`}
				title="Solid: live. Striped: fetched later. Hollow: lost."
				className="flex h-2 min-w-0 flex-1 gap-px"
			>
				{runs.map(({ kind, count }, i) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: a run is nothing but its place
					<span key={i} style={{ flexGrow: count }} className={`min-w-1 basis-0 rounded-xs ${looks[kind]}`} />
				))}
			</div>
			<p
				data-testid="continuity"
				data-seq={last}
				title="Events that could not be fetched again, of all this page has followed since it was opened"
				className={`shrink-0 text-xs tabular-nums ${lost > 0 ? "font-medium text-warn" : "text-faint"}`}
			>
				{formatCount(lost)} lost of {formatCount(received + lost)}
			</p>
		</div>
	)
}

const looks: Record<Run["kind"], string> = {
	live: "bg-live forced-colors:bg-[CanvasText]",
	replayed:
		"bg-[repeating-linear-gradient(135deg,var(--live)_0_3px,transparent_3px_6px)] outline outline-live -outline-offset-1",
	lost: "border-2 border-warn",
}
