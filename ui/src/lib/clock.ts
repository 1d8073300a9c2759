/** Time and waiting, so that tests need no real time. */
export interface Clock {
	/** Milliseconds since 1970. Goes on while the machine sleeps, unlike the performance clock. */
	now(): number
	/** Calls `run` once after `ms` milliseconds; the answer calls it off. */
	after(ms: number, run: () => void): () => void
}

export const systemClock: Clock = {
	now: () => Date.now(),
	after(ms, run) {
		const timer = setTimeout(run, ms)
		return () => clearTimeout(timer)
	},
}
