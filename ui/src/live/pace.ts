/** How often the readers are told at the most, in any second. */
export const tellsPerSecond = 10
/** So many in a second need not wait for one another, but for the next frame of the screen. */
const promptTells = 4
const frameMs = 16
const spreadMs = 1_000 / tellsPerSecond

/**
 * When the readers may be told of news: what comes now and then at once, what comes in a flood spread over the second,
 * and never more than ten times in one.
 */
export class Pace {
	/** The tellings of the last second, the oldest first. */
	#told: number[] = []

	/** The first instant, not before `now`, at which the readers may be told. */
	next(now: number): number {
		this.#told = this.#told.filter((at) => at > now - 1_000)
		const last = this.#told.at(-1) ?? Number.NEGATIVE_INFINITY
		const apart = last + (this.#told.length < promptTells ? frameMs : spreadMs)
		const oldest = this.#told.at(-tellsPerSecond)
		return Math.max(now, apart, oldest === undefined ? now : oldest + 1_000)
	}

	told(at: number): void {
		this.#told.push(at)
	}
}
