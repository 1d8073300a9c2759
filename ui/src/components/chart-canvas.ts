import type uPlot from "uplot"

/** A colour of the theme as the canvas takes it, read when it is drawn. */
export function token(name: string): string {
	return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim() || "gray"
}

/** Draws oblique lines over a stretch of the chart's time, and what they mean where there is room for it. */
export function hatch(chart: uPlot, from: number, to: number, colour: string, text: string): void {
	const { ctx, bbox } = chart
	const left = Math.max(bbox.left, chart.valToPos(from, "x", true))
	const right = Math.min(bbox.left + bbox.width, chart.valToPos(to, "x", true))
	if (right <= left) return
	ctx.save()
	ctx.beginPath()
	ctx.rect(left, bbox.top, right - left, bbox.height)
	ctx.clip()
	ctx.strokeStyle = colour
	ctx.globalAlpha = 0.3
	ctx.lineWidth = devicePixelRatio
	const step = 8 * devicePixelRatio
	ctx.beginPath()
	for (let x = left - bbox.height; x < right; x += step) {
		ctx.moveTo(x, bbox.top + bbox.height)
		ctx.lineTo(x + bbox.height, bbox.top)
	}
	ctx.stroke()
	ctx.globalAlpha = 1
	label(ctx, text, left, right, bbox.top + 14 * devicePixelRatio)
	ctx.restore()
}

/** Marks an instant by a thin line with a flag at its top. */
export function flag(chart: uPlot, at: number, colour: string): void {
	const { ctx, bbox } = chart
	const x = chart.valToPos(at, "x", true)
	if (x < bbox.left || x > bbox.left + bbox.width) return
	const size = 6 * devicePixelRatio
	ctx.save()
	ctx.fillStyle = colour
	ctx.fillRect(x - devicePixelRatio / 2, bbox.top, devicePixelRatio, bbox.height)
	ctx.beginPath()
	ctx.moveTo(x, bbox.top)
	ctx.lineTo(x + size, bbox.top + size / 2)
	ctx.lineTo(x, bbox.top + size)
	ctx.fill()
	ctx.restore()
}

function label(ctx: CanvasRenderingContext2D, text: string, left: number, right: number, y: number): void {
	ctx.font = `${11 * devicePixelRatio}px "Inter Variable", sans-serif`
	ctx.textAlign = "center"
	ctx.textBaseline = "middle"
	const width = ctx.measureText(text).width + 12 * devicePixelRatio
	if (width > right - left) return
	const middle = (left + right) / 2
	ctx.fillStyle = token("surface")
	ctx.fillRect(middle - width / 2, y - 9 * devicePixelRatio, width, 18 * devicePixelRatio)
	ctx.fillStyle = token("muted")
	ctx.fillText(text, middle, y)
}
