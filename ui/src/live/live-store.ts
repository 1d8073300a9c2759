import type { Clock } from "../lib/clock"
import type { AuroraEvent } from "./events"
import { initialState, type LiveAction, type LiveState, reduce } from "./live-state"
import { Pace } from "./pace"

/** How long news that nobody waits for may lie. */
const lazyMs = 1_000
/** How long what a flood brings may lie: it only moves the counts of gathered lines. */
const floodMs = 250

/** The live state outside React, told to its readers at the pace of {@link Pace}. */
export class LiveStore {
	#state = initialState
	readonly #clock: Clock
	readonly #readers = new Set<() => void>()
	readonly #watchers = new Set<() => void>()
	readonly #pace = new Pace()
	#due: { at: number; cancel: () => void } | null = null
	#held = false

	constructor(clock: Clock) {
		this.#clock = clock
	}

	/** The state of now, which the readers may not have been told of yet. */
	readonly state = (): LiveState => this.#state

	readonly subscribe = (reader: () => void): (() => void) => {
		this.#readers.add(reader)
		return () => this.#readers.delete(reader)
	}

	/** Tells of every action as it happens, also while the readers are told nothing. For what costs little and draws nothing. */
	readonly watch = (watcher: () => void): (() => void) => {
		this.#watchers.add(watcher)
		return () => this.#watchers.delete(watcher)
	}

	dispatch(action: LiveAction): void {
		const wait = patience(action, this.#state)
		this.#state = reduce(this.#state, action)
		for (const watcher of this.#watchers) watcher()
		const now = this.#clock.now()
		this.#tellAt(Math.max(this.#pace.next(now), now + wait), now)
	}

	/** Tells the readers nothing for a while, and afterwards everything at once. */
	hold(held: boolean): void {
		this.#held = held
		if (!held) this.#tell()
	}

	#tellAt(at: number, now: number): void {
		if (this.#held) return
		if (this.#due && this.#due.at <= at) return
		this.#due?.cancel()
		this.#due = null
		if (at <= now) this.#tell()
		else this.#due = { at, cancel: this.#clock.after(at - now, () => this.#tell()) }
	}

	#tell(): void {
		this.#due = null
		if (this.#held) return
		this.#pace.told(this.#clock.now())
		for (const reader of this.#readers) reader()
	}
}

/** How long the readers need not be told of what happens. */
function patience(action: LiveAction, { log }: LiveState): number {
	if (action.type === "heard") return lazyMs
	if (action.type !== "frame") return 0
	const { type, data } = action.frame
	if (type !== "NEW_EVENT" && type !== "EVENT_BATCH") return 0
	if (log.lines.at(-1)?.window != null) return floodMs
	return type === "NEW_EVENT" && isEcho(data, log.events.at(-1)) ? lazyMs : 0
}

/** A debug row that follows its command's own event rides along with the next news rather than delaying it. */
function isEcho({ severity, traceId }: AuroraEvent, before: AuroraEvent | undefined): boolean {
	return severity === "debug" && traceId !== undefined && traceId === before?.traceId
}
