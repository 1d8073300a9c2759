import type { Mark } from "./health-mark"

interface Props {
	/** Says the same in words. */
	label: string
	/** The part that is full, 0 to 1. */
	part: number
	level: Mark["level"]
	/** Where a mark stands, 0 to 1: what is foreseen, or a limit. */
	marked?: number | undefined
}

const colours = { ok: "bg-ok", warn: "bg-warn", error: "bg-error" }

/** How full something is. */
export function Meter({ label, part, level, marked }: Props) {
	return (
		<div
			role="img"
			aria-label={label}
			className="relative h-2 min-w-0 flex-1 overflow-hidden rounded-full bg-raised forced-colors:border"
		>
			<div
				style={{ width: percent(part) }}
				className={`h-full rounded-full transition-[width] duration-400 motion-reduce:transition-none forced-colors:bg-[CanvasText] ${colours[level]}`}
			/>
			{marked !== undefined && (
				<div
					style={{ left: percent(marked) }}
					className="absolute inset-y-0 w-0.5 -translate-x-full bg-text forced-colors:bg-[CanvasText]"
				/>
			)}
		</div>
	)
}

function percent(part: number): string {
	return `${100 * Math.max(0, Math.min(1, part))}%`
}
