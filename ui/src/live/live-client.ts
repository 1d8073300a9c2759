import type { Clock } from "../lib/clock"
import { RequestError } from "../lib/http"
import { type Api, pageSize } from "./api"
import { parseFrame } from "./frames"
import { LiveSocket, type SocketOptions } from "./live-socket"
import type { Link, LiveAction, SignedOut } from "./live-state"
import { LiveStore } from "./live-store"
import { type Fault, type Position, resumeFrom } from "./log"
import type { Gap } from "./past"
import { Poller } from "./poller"
import { Ticker } from "./ticker"

export interface ClientOptions {
	clock: Clock
	random(): number
	url: string
	connect: SocketOptions["connect"]
	api: Api
}

const faultCauses: Record<Fault, string> = {
	gap: "Events were missing.",
	epoch: "The event log was replaced.",
}

/** After so many connections on which nothing was heard, something between here and the server is in their way. */
const maxUnheard = 3

/** More of a gap is fetched only when asked for again. */
const loadedAtOnce = 2_000

/** In a flood the page takes ten frames a second rather than a thousand. */
const subscribe = JSON.stringify({ type: "SUBSCRIBE", data: { batch: true } })

/**
 * Follows the server into a store: the socket is opened and heard while the page is fetched, and every doubt about
 * completeness (a hole, another log, a failed fetch) is settled in one way, by a new connection.
 */
export class LiveClient {
	readonly store: LiveStore
	readonly ticker: Ticker
	readonly #clock: Clock
	readonly #api: Api
	readonly #socket: LiveSocket
	readonly #poller: Poller
	readonly #life = new AbortController()
	#fetching: AbortController | null = null
	#asking: AbortController | null = null

	constructor(options: ClientOptions) {
		this.#clock = options.clock
		this.store = new LiveStore(options.clock)
		this.ticker = new Ticker(options.clock)
		this.#poller = new Poller(options.clock, (signal) => this.#poll(signal))
		this.#api = options.api
		this.#socket = new LiveSocket({
			...options,
			resumeFrom: () => resumeFrom(this.store.state().log),
			onLink: (link) => this.#linked(link),
			onOpen: (from) => this.#opened(from),
			onText: (text) => this.#received(text),
			onUnheard: (times) => {
				if (times >= maxUnheard) this.#poller.start()
			},
			onDoubt: (why) => void this.#askWhetherAdmitted(why),
		})
	}

	start(): void {
		this.#socket.start()
		void this.#load()
	}

	stop(): void {
		this.#life.abort()
		this.#fetching?.abort()
		this.#asking?.abort()
		this.#poller.stop()
		this.#socket.stop()
	}

	/** Keeps what is shown as it is, while everything goes on to be received. */
	pause(): void {
		this.store.dispatch({ type: "paused", paused: true })
	}

	resume(): void {
		this.store.dispatch({ type: "paused", paused: false })
	}

	retryNow(): void {
		this.#socket.retryNow()
	}

	/**
	 * Fetches the newest events of a gap, at most {@link loadedAtOnce} of them. Fails where the server does not answer;
	 * what came before is kept.
	 */
	async loadGap(gap: Gap): Promise<void> {
		let rest: Gap | undefined = gap
		for (let loaded = 0; rest && !rest.gone && loaded < loadedAtOnce; loaded += pageSize) {
			const page = await this.#api.eventsBefore(rest.before, this.#life.signal)
			const complete = page.epoch !== gap.epoch || page.events.length === 0 || page.next === null
			this.store.dispatch({ type: "gap-loaded", gap: rest, page, complete })
			rest = this.store.state().log.past.gaps.find(({ after }) => after === gap.after)
		}
	}

	/** Gives up the events of a gap. */
	skipGap(gap: Gap): void {
		this.store.dispatch({ type: "gap-skipped", gap })
	}

	/** The reader knows what happened in the last absence. */
	awayRead(): void {
		this.store.dispatch({ type: "away-read" })
	}

	/** Somebody may look again: the page goes on after the last event it has. */
	signedIn(): void {
		this.#asking?.abort()
		this.#socket.signIn()
	}

	/** The tab was shown, or hidden: then everything is received and nothing drawn. */
	shown(visible: boolean): void {
		if (!visible) this.store.hold(true)
		this.store.dispatch({ type: "visible", visible, at: this.#clock.now() })
		if (visible) {
			this.store.hold(false)
			this.ticker.resume()
			this.#socket.wake()
		} else this.ticker.stop()
	}

	networkChanged(online: boolean): void {
		this.store.dispatch({ type: "network", online })
		if (online) this.#socket.wake()
	}

	#linked(link: Link): void {
		if (link.state === "signed-out") this.#poller.stop()
		this.store.dispatch({ type: "link", link, at: this.#clock.now() })
	}

	#opened(from: Position | null): void {
		this.#asking?.abort()
		this.#poller.stop()
		this.#socket.say(subscribe)
		this.#dispatch({ type: "opened", from, at: this.#clock.now() })
		if (this.store.state().log.loading && !this.#fetching) void this.#load()
	}

	#received(text: string): void {
		const at = this.#clock.now()
		const frame = parseFrame(text)
		this.#dispatch(frame ? { type: "frame", frame, at } : { type: "heard", at })
		if (frame?.type === "STATS_UPDATE") this.#socket.expectEvery(frame.data.intervalMs ?? 0)
		if (frame?.type === "RESET") void this.#load()
	}

	#dispatch(action: LiveAction): void {
		this.store.dispatch(action)
		const { fault } = this.store.state().log
		if (fault) this.#socket.replace(faultCauses[fault])
	}

	/** A fetch that fails while the socket is down is begun again by the next opening. */
	async #load(): Promise<void> {
		this.#fetching?.abort()
		const fetching = new AbortController()
		this.#fetching = fetching
		try {
			const { signal } = fetching
			const [stats, page] = await Promise.all([this.#api.stats(signal), this.#api.events(signal)])
			if (signal.aborted) return
			this.#fetching = null
			this.#dispatch({ type: "loaded", stats, page })
		} catch (error) {
			if (fetching.signal.aborted) return
			this.#fetching = null
			if (!this.#signedOut(error)) this.#socket.replace(`The page could not be loaded: ${message(error)}.`)
		}
	}

	/** Asks for what came since. What fails is asked for again by the next poll. */
	async #poll(signal: AbortSignal): Promise<void> {
		if (this.store.state().log.loading) await this.#load()
		try {
			const stats = await this.#api.stats(signal)
			for (let more = true; more; ) {
				const { position, loading } = this.store.state().log
				if (signal.aborted || loading || !position) return
				const page = await this.#api.eventsAfter(position.seq, signal)
				if (signal.aborted) return
				this.#dispatch({ type: "polled", stats, page, at: this.#clock.now() })
				more = page.events.length === pageSize
			}
		} catch (error) {
			if (!signal.aborted) this.#signedOut(error)
		}
	}

	#signedOut(error: unknown): boolean {
		const signedOut = error instanceof RequestError && error.status === 401
		if (signedOut) this.#socket.signOut("ended")
		return signedOut
	}

	/** Where there is no answer the next refusal asks again. */
	async #askWhetherAdmitted(why: SignedOut): Promise<void> {
		this.#asking?.abort()
		const asking = new AbortController()
		this.#asking = asking
		const { signal } = asking
		const admitted = await this.#api.admitted(signal).catch(() => true)
		if (!admitted && !signal.aborted) this.#socket.signOut(why)
	}
}

function message(error: unknown): string {
	return error instanceof Error ? error.message : String(error)
}
