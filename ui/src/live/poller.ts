import type { Clock } from "../lib/clock"

export const pollEveryMs = 5_000

/** Asks, and again so long after each answer, until it is stopped. */
export class Poller {
	readonly #clock: Clock
	readonly #ask: (signal: AbortSignal) => Promise<void>
	#round: AbortController | null = null
	#cancelTimer: () => void = () => {}

	/** `ask` must not fail, and must change nothing once its signal is aborted. */
	constructor(clock: Clock, ask: (signal: AbortSignal) => Promise<void>) {
		this.#clock = clock
		this.#ask = ask
	}

	start(): void {
		if (this.#round) return
		const round = new AbortController()
		this.#round = round
		void this.#next(round)
	}

	stop(): void {
		this.#round?.abort()
		this.#round = null
		this.#cancelTimer()
	}

	async #next(round: AbortController): Promise<void> {
		await this.#ask(round.signal)
		if (round.signal.aborted) return
		this.#cancelTimer = this.#clock.after(pollEveryMs, () => void this.#next(round))
	}
}
