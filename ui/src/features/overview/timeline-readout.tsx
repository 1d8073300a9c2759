import { Time } from "../../components/time"
import { formatCount, formatMs, notMeasured } from "../../lib/format"
import type { Timeline } from "./timeline"

interface Props {
	timeline: Timeline
	/** The bucket to tell of; null for the last one that tells anything. */
	index: number | null
}

/** The chart's legend, which tells the values under the crosshair. It has its size before there are any. */
export function TimelineReadout({ timeline, index }: Props) {
	const at = index ?? latest(timeline)
	const t = timeline.at[at]
	return (
		<dl className="grid grid-cols-2 gap-x-3 gap-y-1 pb-1 text-xs whitespace-nowrap text-muted tabular-nums md:grid-cols-[repeat(5,auto)_1fr]">
			<Entry swatch="h-0.5 bg-live" name="latency p50" value={ms(timeline.p50[at])} />
			<Entry swatch="h-0.5 bg-warn" name="p95" value={ms(timeline.p95[at])} />
			<Entry swatch="h-2.5 bg-brand/35" name="commands" value={count(timeline.commands[at])} />
			<Entry swatch="h-2.5 bg-error" name="errors" value={count(timeline.errors[at])} />
			<Entry
				swatch="h-2.5 border-l-2 border-brand"
				name="starts"
				value={formatCount(timeline.starts.length)}
			/>
			<div className="justify-self-end font-mono text-faint">
				<dt className="sr-only">at</dt>
				<dd>{t !== undefined && <Time at={new Date(t).toISOString()} as="clock" />}</dd>
			</div>
		</dl>
	)
}

function Entry({ swatch, name, value }: { swatch: string; name: string; value: string }) {
	return (
		<div className="flex items-center gap-1.5">
			<span aria-hidden="true" className={`w-3 rounded-xs forced-color-adjust-none ${swatch}`} />
			<dt>{name}</dt>
			<dd className="font-medium text-text">{value}</dd>
		</div>
	)
}

/** The last bucket in which a latency was measured, or else the last one. */
function latest({ p50, at }: Timeline): number {
	const measured = p50.findLastIndex((value) => value !== null)
	return measured < 0 ? at.length - 1 : measured
}

export function ms(value: number | null | undefined): string {
	return value == null ? notMeasured : `${formatMs(value)} ms`
}

export function count(value: number | null | undefined): string {
	return value == null ? notMeasured : formatCount(value)
}
