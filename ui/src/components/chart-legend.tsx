import type { ReactNode } from "react"
import { Time } from "./time"

/** A chart's legend, which tells the values of an instant: of the one under the crosshair, else of the last. */
export function ChartLegend({ at, children }: { at: number | undefined; children: ReactNode }) {
	return (
		<dl className="flex flex-wrap gap-x-4 gap-y-1 pb-1 text-xs text-muted tabular-nums">
			{children}
			<div className="ml-auto font-mono text-faint">
				<dt className="sr-only">at</dt>
				<dd>{at !== undefined && <Time at={new Date(at).toISOString()} as="clock" />}</dd>
			</div>
		</dl>
	)
}

interface EntryProps {
	/** What the curve looks like: the classes of a small piece of it; none where it is no curve. */
	swatch?: string
	name: ReactNode
	/** None where the entry only says what a curve is. */
	value?: string
}

export function LegendEntry({ swatch, name, value }: EntryProps) {
	return (
		<div className="flex items-center gap-1.5">
			{swatch && (
				<span aria-hidden="true" className={`w-3 rounded-xs forced-colors:bg-[CanvasText] ${swatch}`} />
			)}
			<dt>{name}</dt>
			{value !== undefined && <dd className="min-w-8 font-medium text-text">{value}</dd>}
		</div>
	)
}
