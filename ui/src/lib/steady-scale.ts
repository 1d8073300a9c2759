/** An axis that grows at once and shrinks seldom, so that a curve does not jump about under the eye. */
export class SteadyScale {
	#top = 0
	#setAt = Number.NEGATIVE_INFINITY
	readonly #leastTop: number
	readonly #steadyMs: number

	/** The axis never ends below `leastTop`. */
	constructor(leastTop: number, steadyMs = 30_000) {
		this.#leastTop = leastTop
		this.#steadyMs = steadyMs
	}

	/** The axis's end for values up to `max` at an instant. */
	top(max: number, now: number): number {
		const wanted = niceTop(Math.max(max, this.#leastTop))
		if (wanted > this.#top || now - this.#setAt >= this.#steadyMs) {
			this.#top = wanted
			this.#setAt = now
		}
		return this.#top
	}
}

/** The next of 1, 1.5, 2, 3, 5, 7.5 and their tens. */
function niceTop(max: number): number {
	const ten = 10 ** Math.floor(Math.log10(max))
	return ten * ([1, 1.5, 2, 3, 5, 7.5].find((step) => step * ten >= max) ?? 10)
}
