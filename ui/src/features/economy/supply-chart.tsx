import { type KeyboardEvent, type PointerEvent, useState } from "react"
import { formatAmount, plural } from "../../lib/format"
import { formatTimeOfDay } from "../../lib/time"
import { change, coins, fractionOf } from "./amounts"
import { Coins } from "./coins"
import { HourTime } from "./hour-time"
import { rangeOf, type SupplyHour } from "./supply-hours"

const steps: Readonly<Record<string, number>> = {
	ArrowLeft: -1,
	ArrowRight: 1,
	PageUp: -6,
	PageDown: 6,
	Home: -99,
	End: 99,
}

/** The supply as a line, and below it what was issued and burned in each hour. Arrow keys go from hour to hour. */
export function SupplyChart({ hours }: { hours: readonly SupplyHour[] }) {
	const [chosen, setChosen] = useState<number | null>(null)
	const last = hours.length - 1
	const index = Math.min(chosen ?? last, last)
	const hour = hours[index]
	if (!hour) return null

	function step(event: KeyboardEvent) {
		const by = steps[event.key]
		if (by === undefined) return
		event.preventDefault()
		setChosen(Math.min(last, Math.max(0, index + by)))
	}
	function point({ currentTarget, clientX }: PointerEvent<HTMLDivElement>) {
		const { left, width } = currentTarget.getBoundingClientRect()
		setChosen(Math.min(last, Math.max(0, Math.floor(((clientX - left) / width) * hours.length))))
	}

	return (
		<div className="flex flex-col gap-2 p-3 md:px-4">
			<Readout hour={hour} running={index === last} />
			<div
				role="slider"
				tabIndex={0}
				aria-label="Hour"
				aria-valuemin={0}
				aria-valuemax={last}
				aria-valuenow={index}
				aria-valuetext={spoken(hour)}
				onKeyDown={step}
				onPointerMove={point}
				onPointerDown={point}
				onPointerLeave={() => setChosen(null)}
				className="relative touch-pan-y"
			>
				<SupplyLine hours={hours} index={index} />
				<FlowBars hours={hours} index={index} />
			</div>
			<div className="flex justify-between text-xs text-faint">
				{[hours[0], hours[Math.floor(hours.length / 2)], hours[last]].map(
					(tick) => tick && <HourTime key={tick.at} at={tick.at} />,
				)}
			</div>
		</div>
	)
}

function spoken({ at, supply, issued, burned }: SupplyHour): string {
	return `from ${formatTimeOfDay(at, "local")}: supply ${coins(supply)}, issued ${coins(issued)}, burned ${coins(burned)}`
}

function Readout({ hour, running }: { hour: SupplyHour; running: boolean }) {
	return (
		<p className="flex min-h-10 flex-wrap content-start gap-x-4 text-muted md:min-h-5">
			<span className="font-medium text-text">
				<HourTime at={hour.at} />
				{running && " to now"}
			</span>
			<span>
				supply <Coins className="font-medium text-text" amount={hour.supply} />
			</span>
			<span>
				issued <span className="font-medium text-economy tabular-nums">{change(hour.issued)}</span>
			</span>
			<span>
				burned <span className="font-medium text-info tabular-nums">{change(-hour.burned)}</span>
			</span>
			<span>
				paid <Coins amount={hour.moved} /> in {plural(hour.transfers, "transfer")}
			</span>
		</p>
	)
}

interface Drawn {
	hours: readonly SupplyHour[]
	/** The hour that is read. */
	index: number
}

function SupplyLine({ hours, index }: Drawn) {
	const { low, high } = rangeOf(hours.map(({ supply }) => supply))
	const y = ({ supply }: SupplyHour) => 100 - 100 * fractionOf(supply, low, high)
	const points = hours.map((hour, i) => `${i + 0.5} ${y(hour).toFixed(2)}`).join("L")
	return (
		<div className="relative h-36 border-b border-hairline">
			<svg
				aria-hidden="true"
				viewBox={`0 0 ${hours.length} 100`}
				preserveAspectRatio="none"
				className="size-full"
			>
				<rect x={index} y={0} width={1} height={100} className="fill-raised" />
				<path d={`M0.5 100L${points}L${hours.length - 0.5} 100Z`} className="fill-brand/15" />
				<path
					d={`M${points}`}
					fill="none"
					vectorEffect="non-scaling-stroke"
					className="stroke-brand stroke-2"
				/>
			</svg>
			<span className="absolute top-0 left-0 text-xs text-faint">{formatAmount(high.toString())}</span>
			<span className="absolute bottom-0 left-0 text-xs text-faint">{formatAmount(low.toString())}</span>
		</div>
	)
}

/** What came in above, what went out below. */
function FlowBars({ hours, index }: Drawn) {
	const most = rangeOf(hours.flatMap(({ issued, burned }) => [issued, burned])).high
	return (
		<div aria-hidden="true" className="grid h-20 auto-cols-fr grid-flow-col">
			{hours.map(({ at, issued, burned }, i) => (
				<div key={at} className={`grid grid-rows-2 px-[12%] ${i === index ? "bg-raised" : ""}`}>
					<div className="flex items-end">
						<div
							style={{ height: `${100 * fractionOf(issued, 0n, most)}%` }}
							className="w-full bg-economy forced-colors:bg-[CanvasText]"
						/>
					</div>
					<div className="border-t border-hairline">
						<div
							style={{ height: `${100 * fractionOf(burned, 0n, most)}%` }}
							className="w-full bg-info forced-colors:bg-[CanvasText]"
						/>
					</div>
				</div>
			))}
		</div>
	)
}
