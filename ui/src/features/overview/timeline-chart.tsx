import "uplot/dist/uPlot.min.css"
import { useEffect, useEffectEvent, useRef } from "react"
import uPlot from "uplot"
import { SteadyScale } from "../../lib/steady-scale"
import type { Timeline } from "./timeline"
import { timelineOptions } from "./timeline-options"

/** A piece of the time that is looked at closely, in milliseconds. */
export interface Zoom {
	readonly from: number
	readonly to: number
}

interface Props {
	timeline: Timeline
	zoom: Zoom | null
	onZoom: (zoom: Zoom | null) => void
	/** The bucket under the crosshair, or null. */
	onPoint: (index: number | null) => void
}

/** The timeline as a picture. Dragging looks closer, a double click shows everything again. */
export function TimelineChart({ timeline, zoom, onZoom, onPoint }: Props) {
	const box = useRef<HTMLDivElement>(null)
	const chart = useRef<uPlot | null>(null)
	const latest = useRef({ timeline, zoom })
	const zoomed = useEffectEvent(onZoom)
	const pointed = useEffectEvent(onPoint)

	useEffect(() => {
		latest.current = { timeline, zoom }
		chart.current?.setData(dataOf(timeline))
	}, [timeline, zoom])

	useEffect(() => {
		const element = box.current
		if (!element) return
		const options = timelineOptions({
			latest: () => latest.current,
			scales: { ms: new SteadyScale(50), n: new SteadyScale(5) },
			onZoom: (zoom) => zoomed(zoom),
			onPoint: (index) => pointed(index),
		})
		const plot = new uPlot({ ...options, ...sizeOf(element) }, dataOf(latest.current.timeline), element)
		chart.current = plot
		const forget = [watchSize(element, plot), watchTheme(plot)]
		return () => {
			for (const stop of forget) stop()
			plot.destroy()
			chart.current = null
		}
	}, [])

	return (
		<div
			ref={box}
			aria-hidden="true"
			className="relative h-40 min-w-0 overflow-hidden md:h-56 lg:h-auto lg:min-h-56 lg:flex-1 [&>*]:absolute"
		/>
	)
}

function dataOf({ at, p50, p95, commands, errors }: Timeline): uPlot.AlignedData {
	return [at.map((t) => t / 1_000), [...commands], [...errors], [...p50], [...p95]]
}

function sizeOf(element: HTMLElement): { width: number; height: number } {
	return { width: element.clientWidth, height: element.clientHeight }
}

function watchSize(element: HTMLElement, plot: uPlot): () => void {
	const observer = new ResizeObserver(() => plot.setSize(sizeOf(element)))
	observer.observe(element)
	return () => observer.disconnect()
}

/** Colours are read when they are drawn: another theme needs another drawing. */
function watchTheme(plot: uPlot): () => void {
	const redraw = () => plot.redraw(false)
	const dark = matchMedia("(prefers-color-scheme: dark)")
	dark.addEventListener("change", redraw)
	const chosen = new MutationObserver(redraw)
	chosen.observe(document.documentElement, { attributes: true })
	return () => {
		dark.removeEventListener("change", redraw)
		chosen.disconnect()
	}
}
