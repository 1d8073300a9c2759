import { ChevronLeft, ChevronRight, type LucideIcon, Maximize2, Table2, ZoomIn, ZoomOut } from "lucide-react"
import { Choice } from "../../components/choice"
import type { Range } from "./history"
import type { Timeline } from "./timeline"
import type { Zoom } from "./timeline-chart"

/** A look at less than this shows nothing. */
const minZoomMs = 30_000

interface ZoomProps {
	timeline: Timeline
	zoom: Zoom | null
	onZoom: (zoom: Zoom | null) => void
}

/** What dragging does, for those who do not drag. */
export function ZoomButtons({ timeline, zoom, onZoom }: ZoomProps) {
	const shown = zoom ?? timeline
	const span = shown.to - shown.from

	function look(from: number, to: number) {
		const wide = Math.min(to - from, timeline.to - timeline.from)
		const start = Math.max(timeline.from, Math.min(from, timeline.to - wide))
		onZoom(wide >= timeline.to - timeline.from ? null : { from: start, to: start + wide })
	}

	return (
		<div className="flex gap-1">
			{zoom && (
				<>
					<IconButton
						icon={ChevronLeft}
						label="Earlier"
						onClick={() => look(shown.from - span / 2, shown.to - span / 2)}
					/>
					<IconButton
						icon={ChevronRight}
						label="Later"
						onClick={() => look(shown.from + span / 2, shown.to + span / 2)}
					/>
					<IconButton
						icon={ZoomOut}
						label="Look from further away"
						onClick={() => look(shown.from - span / 2, shown.to + span / 2)}
					/>
					<IconButton icon={Maximize2} label="Show everything" onClick={() => onZoom(null)} />
				</>
			)}
			{span / 2 >= minZoomMs && (
				<IconButton
					icon={ZoomIn}
					label="Look closer at the end"
					onClick={() => look(shown.to - span / 2, shown.to)}
				/>
			)}
		</div>
	)
}

export function RangeButtons({ range, onRange }: { range: Range; onRange: (range: Range) => void }) {
	return <Choice label="Range" words={names} value={range} onChoose={onRange} />
}

const names: Record<Range, string> = { "15m": "15 min", "1h": "1 h", "24h": "24 h" }

export function TableButton({ pressed, onClick }: { pressed: boolean; onClick: () => void }) {
	return <IconButton icon={Table2} label="As a table" pressed={pressed} onClick={onClick} />
}

interface IconProps {
	icon: LucideIcon
	label: string
	pressed?: boolean
	onClick: () => void
}

function IconButton({ icon: Icon, label, pressed, onClick }: IconProps) {
	return (
		<button
			type="button"
			aria-label={label}
			title={label}
			aria-pressed={pressed}
			onClick={onClick}
			className="grid size-7 shrink-0 place-items-center rounded-sm border border-control text-muted hover:bg-raised hover:text-text aria-pressed:bg-raised aria-pressed:text-text pointer-coarse:size-11"
		>
			<Icon aria-hidden="true" className="size-3.5" />
		</button>
	)
}
