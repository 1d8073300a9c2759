import { memo, useMemo, useState } from "react"
import { PanelFrame } from "../../components/panel"
import type { History, Range } from "./history"
import { timelineOf } from "./timeline"
import { TimelineChart, type Zoom } from "./timeline-chart"
import { RangeButtons, TableButton, ZoomButtons } from "./timeline-controls"
import { TimelineReadout } from "./timeline-readout"
import { TimelineTable } from "./timeline-table"
import type { Moment } from "./use-moment"

interface Props {
	range: Range
	onRange: (range: Range) => void
	history: History | undefined
	/** Whether the past could not be fetched. */
	failed: boolean
	moment: Moment
}

/** Latency, commands and errors on one axis of time, to this moment. */
export const TimelinePanel = memo(function TimelinePanel(props: Props) {
	const { range, onRange, history, failed, moment } = props
	const [zoom, setZoom] = useState<Zoom | null>(null)
	const [asTable, setAsTable] = useState(false)
	const [point, setPoint] = useState<number | null>(null)
	const timeline = useMemo(() => timelineOf({ range, history, ...moment }), [range, history, moment])

	function choose(next: Range) {
		setZoom(null)
		onRange(next)
	}

	return (
		<PanelFrame
			title="Timeline"
			aside={
				<>
					{!asTable && <ZoomButtons timeline={timeline} zoom={zoom} onZoom={setZoom} />}
					<RangeButtons range={range} onRange={choose} />
					<TableButton pressed={asTable} onClick={() => setAsTable(!asTable)} />
				</>
			}
		>
			{asTable ? (
				<TimelineTable timeline={timeline} />
			) : (
				<div className="relative flex min-w-0 flex-1 flex-col px-3 py-2 md:px-4">
					<TimelineReadout timeline={timeline} index={point} />
					<TimelineChart timeline={timeline} zoom={zoom} onZoom={setZoom} onPoint={setPoint} />
					{failed && (
						<p className="pointer-events-none absolute bottom-12 left-1/2 -translate-x-1/2 rounded-sm border border-hairline bg-raised px-2 py-0.5 text-xs whitespace-nowrap text-warn">
							The past could not be loaded
						</p>
					)}
				</div>
			)}
		</PanelFrame>
	)
})
