import type { Clock } from "../lib/clock"

/** A clock that stands still until it is advanced, and then runs what is due in the order it is due. */
export class FakeClock implements Clock {
	#now = Date.parse("2026-11-21T18:56:00Z")
	#timers: { at: number; run: () => void }[] = []

	readonly now = () => this.#now

	after(ms: number, run: () => void): () => void {
		const timer = { at: this.#now + ms, run }
		this.#timers.push(timer)
		return () => {
			this.#timers = this.#timers.filter((other) => other !== timer)
		}
	}

	advance(ms: number): void {
		const end = this.#now + ms
		for (;;) {
			const due = this.#timers.filter((timer) => timer.at <= end).sort((a, b) => a.at - b.at)[0]
			if (!due) break
			this.#now = Math.max(this.#now, due.at)
			this.#timers = this.#timers.filter((timer) => timer !== due)
			due.run()
		}
		this.#now = end
	}
}
