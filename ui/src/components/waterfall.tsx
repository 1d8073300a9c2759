import { formatMs } from "../lib/format"
import { ForeignText } from "./foreign-text"

/** A piece of work within a trace; milliseconds since the trace's beginning. */
export interface Span {
	readonly name: string
	readonly startMs: number
	readonly ms: number
}

/** The spans of a trace, each where it lies in the whole. */
export function Waterfall({ spans, totalMs }: { spans: readonly Span[]; totalMs: number | null }) {
	const end = Math.max(totalMs ?? 0, ...spans.map(({ startMs, ms }) => startMs + ms), 0.1)
	const percent = (ms: number) => `${(100 * ms) / end}%`
	return (
		<ol className="grid grid-cols-[auto_1fr_auto] items-center gap-x-3 gap-y-1.5 text-xs">
			{spans.map(({ name, startMs, ms }) => (
				<li key={`${name}-${startMs}-${ms}`} className="contents">
					<ForeignText className="max-w-32 truncate">{name}</ForeignText>
					<div aria-hidden="true" className="relative h-3 rounded-xs bg-raised">
						<div
							style={{ left: percent(startMs), width: percent(ms) }}
							className="absolute inset-y-0 min-w-0.5 rounded-xs bg-brand forced-colors:bg-[CanvasText]"
						/>
					</div>
					<span className="text-right tabular-nums">
						{formatMs(ms)} ms<span className="sr-only">, begun after {formatMs(startMs)} ms</span>
					</span>
				</li>
			))}
		</ol>
	)
}
