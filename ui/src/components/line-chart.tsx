import "uplot/dist/uPlot.min.css"
import { useEffect, useEffectEvent, useRef } from "react"
import uPlot from "uplot"
import { usePaintedTheme } from "../hooks/use-painted-theme"
import { usePreference } from "../hooks/use-preference"
import { zone } from "../lib/preferences"
import { type Curve, dataOf, lineOptions } from "./line-options"

interface Props {
	/** Instants in milliseconds, ascending. */
	at: readonly number[]
	curves: readonly Curve[]
	/** The instant under the crosshair as its place in `at`, or null. */
	onPoint: (index: number | null) => void
	className?: string
}

/** Curves over time. It is a picture only: what it shows must be told beside it. */
export function LineChart({ at, curves, onPoint, className = "h-48" }: Props) {
	const box = useRef<HTMLDivElement>(null)
	const chart = useRef<uPlot | null>(null)
	const latest = useRef(dataOf(at, curves))
	const pointed = useEffectEvent(onPoint)
	const theme = usePaintedTheme()
	const where = usePreference(zone)
	const shape = JSON.stringify(curves.map(({ values: _, ...look }) => look))

	useEffect(() => {
		latest.current = dataOf(at, curves)
		chart.current?.setData(latest.current)
	}, [at, curves])

	// biome-ignore lint/correctness/useExhaustiveDependencies: colours and the zone are read when it is drawn
	useEffect(() => {
		const element = box.current
		if (!element) return
		const options = lineOptions(JSON.parse(shape), (index) => pointed(index))
		const plot = new uPlot({ ...options, ...sizeOf(element) }, latest.current, element)
		chart.current = plot
		const observer = new ResizeObserver(() => plot.setSize(sizeOf(element)))
		observer.observe(element)
		return () => {
			observer.disconnect()
			plot.destroy()
			chart.current = null
		}
	}, [shape, theme, where])

	return (
		<div
			ref={box}
			aria-hidden="true"
			className={`relative min-w-0 overflow-hidden [&>*]:absolute ${className}`}
		/>
	)
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
	return { width: element.clientWidth, height: element.clientHeight }
}
