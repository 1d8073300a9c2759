import type { Clock } from "../lib/clock"

const tickMs = 1_000

/** The page's one timer for what ages: all its readers are told the time together, once a second. */
export class Ticker {
	readonly #clock: Clock
	readonly #readers = new Set<() => void>()
	#now: number
	#cancel: (() => void) | null = null

	constructor(clock: Clock) {
		this.#clock = clock
		this.#now = clock.now()
	}

	/** The time of the last tick. */
	readonly now = (): number => this.#now

	readonly subscribe = (reader: () => void): (() => void) => {
		this.#readers.add(reader)
		this.#cancel ??= this.#clock.after(tickMs, () => this.#tick())
		return () => {
			this.#readers.delete(reader)
			if (this.#readers.size === 0) this.stop()
		}
	}

	/** Stands still, as in a tab that nobody sees. */
	stop(): void {
		this.#cancel?.()
		this.#cancel = null
	}

	/** Goes on, from the time of now. */
	resume(): void {
		this.stop()
		if (this.#readers.size > 0) this.#tick()
	}

	#tick(): void {
		this.#now = this.#clock.now()
		this.#cancel = this.#clock.after(tickMs, () => this.#tick())
		for (const reader of this.#readers) reader()
	}
}
