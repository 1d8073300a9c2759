export interface Point {
	at: number
	value: number | null
}

interface Props {
	points: readonly Point[]
	/** Says a value as text, for those who do not see the line. */
	format: (value: number) => string
}

const width = 96
const height = 20
const inset = 2
/** The line fills its width once it is so long. */
const minSpanMs = 60_000
/** Smaller changes, as a part of the value, stay small to the eye. */
const minRange = 0.1

/** A small line of what was received; breaks where nothing was measured, and draws nothing from fewer than 3 points. */
export function Sparkline({ points, format }: Props) {
	const values = points.flatMap((point) => point.value ?? [])
	const [first, last] = [points[0], points.at(-1)]
	if (values.length < 3 || !first || !last) return null
	const [min, max] = [Math.min(...values), Math.max(...values)]
	const latest = values.at(-1) ?? max
	return (
		<svg
			role="img"
			aria-label={`lowest ${format(min)}, highest ${format(max)}, last ${format(latest)}`}
			viewBox={`0 0 ${width} ${height}`}
			preserveAspectRatio="none"
			className="block h-6 w-full overflow-visible text-brand"
		>
			<path
				d={path(points, across(first.at, last.at), upward(min, max))}
				fill="none"
				stroke="currentColor"
				strokeWidth={1.5}
				strokeLinejoin="round"
				vectorEffect="non-scaling-stroke"
			/>
		</svg>
	)
}

function across(first: number, last: number) {
	const span = Math.max(minSpanMs, last - first)
	return (at: number) => width - ((last - at) / span) * width
}

function upward(min: number, max: number) {
	const range = Math.max(max - min, minRange * Math.abs(max)) || 1
	const floor = (min + max - range) / 2
	return (value: number) => height - inset - ((value - floor) / range) * (height - 2 * inset)
}

function path(points: readonly Point[], x: (at: number) => number, y: (value: number) => number): string {
	let drawing = false
	const steps = points.map(({ at, value }) => {
		if (value === null) {
			drawing = false
			return ""
		}
		const command = drawing ? "L" : "M"
		drawing = true
		return `${command}${x(at).toFixed(1)} ${y(value).toFixed(1)}`
	})
	return steps.join("")
}
