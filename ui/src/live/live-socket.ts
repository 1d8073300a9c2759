import type { Clock } from "../lib/clock"
import type { Link, SignedOut } from "./live-state"
import type { Position } from "./log"
import { restartCode, retryDelay } from "./retry"

/** The part of a browser's WebSocket that is used here. */
export type SocketLike = Pick<WebSocket, "onopen" | "onmessage" | "onclose" | "send" | "close">

export interface SocketOptions {
	url: string
	clock: Clock
	/** A number from 0 to 1, as Math.random gives it. */
	random(): number
	connect(url: string): SocketLike
	/** Where to resume, asked at each attempt; null for live events only. */
	resumeFrom(): Position | null
	onLink(link: Link): void
	onOpen(from: Position | null): void
	onText(text: string): void
	/** So many connections in a row ended without a word of the server. */
	onUnheard(times: number): void
	/**
	 * A connection ended as it does for those who may no longer look: refused, of which a browser never says why, or
	 * with the word that rights have changed.
	 */
	onDoubt(why: SignedOut): void
}

const signedOutCode = 4401
const rightsChangedCode = 4403
/** Until the handshake's answer. */
const handshakeMs = 10_000
/** A connection that lived so long was a good one: the count of attempts begins anew. */
const steadyMs = 10_000
/** Without a word for four intervals of the statistics, and at least so long, a connection is taken for dead. */
const minSilenceMs = 20_000

/**
 * One connection to the server, kept up for ever: it retries, notices silence, wakes up with the tab, and stops
 * only while signed out. What the frames mean is not its business.
 */
export class LiveSocket {
	readonly #options: SocketOptions
	#socket: SocketLike | null = null
	#link: Link | null = null
	#attempt = 0
	#unheard = 0
	#openedAt: number | null = null
	#heardAt = 0
	#silenceMs = minSilenceMs
	#cancelTimer: () => void = () => {}

	constructor(options: SocketOptions) {
		this.#options = options
	}

	start(): void {
		this.#connect("")
	}

	stop(): void {
		this.#drop()
		this.#link = null
	}

	/** Sends one text frame on an open connection. */
	say(text: string): void {
		if (this.#link?.state === "open") this.#socket?.send(text)
	}

	/** The server speaks at least so often. */
	expectEvery(intervalMs: number): void {
		this.#silenceMs = Math.max(minSilenceMs, 4 * intervalMs)
	}

	/** Ends until somebody signs in: the server knows this page's user no longer. */
	signOut(why: SignedOut): void {
		this.#drop()
		this.#setLink({ state: "signed-out", why })
	}

	/** Somebody has signed in: goes on where it ended. */
	signIn(): void {
		if (this.#link?.state !== "signed-out") return
		this.#attempt = this.#unheard = 0
		this.#connect("")
	}

	/** Tries now instead of waiting on. */
	retryNow(): void {
		if (this.#link?.state === "waiting") this.#connect(this.#link.cause)
	}

	/** The network or the tab is back: waits are over, and a connection that missed its time is dead. */
	wake(): void {
		if (this.#link?.state === "open") this.#checkSilence()
		this.retryNow()
	}

	/** Replaces an open connection that cannot be trusted; at once, unless that happened just before. */
	replace(cause: string): void {
		if (this.#link?.state === "open")
			this.#failed(cause, (attempt) => (attempt === 1 ? 0 : this.#delay(attempt)))
	}

	#connect(cause: string): void {
		this.#drop()
		this.#unheard++
		const from = this.#options.resumeFrom()
		const socket = this.#options.connect(this.#options.url + query(from))
		this.#socket = socket
		socket.onopen = () => this.#opened(from)
		socket.onmessage = (message) => this.#received(message.data)
		socket.onclose = (close) => this.#closed(close.code)
		this.#wait(handshakeMs, () => this.#failed("The server does not answer."))
		this.#setLink({ state: "connecting", attempt: this.#attempt, cause })
	}

	#opened(from: Position | null): void {
		this.#openedAt = this.#heardAt = this.#options.clock.now()
		this.#link = { state: "open" }
		this.#wait(this.#silenceMs, () => this.#checkSilence())
		this.#options.onOpen(from)
	}

	#received(data: unknown): void {
		this.#heardAt = this.#options.clock.now()
		this.#unheard = 0
		if (typeof data === "string") this.#options.onText(data)
	}

	#checkSilence(): void {
		const left = this.#silenceMs - this.#silentFor()
		if (left > 0) this.#wait(left, () => this.#checkSilence())
		else this.#failed(`Nothing was heard for ${Math.round(this.#silentFor() / 1000)} s.`)
	}

	#silentFor(): number {
		return this.#options.clock.now() - this.#heardAt
	}

	#closed(code: number): void {
		if (code === signedOutCode) {
			this.signOut("ended")
			return
		}
		const wasOpen = this.#openedAt !== null
		const restart = code === restartCode
		this.#failed(causeOf(code, wasOpen), (attempt) => this.#delay(attempt, restart))
		if (code === rightsChangedCode) this.#options.onDoubt("rights")
		else if (!wasOpen) this.#options.onDoubt("ended")
	}

	#failed(cause: string, delay = (attempt: number) => this.#delay(attempt)): void {
		const now = this.#options.clock.now()
		const steady = this.#openedAt !== null && now - this.#openedAt >= steadyMs
		this.#attempt = steady ? 1 : this.#attempt + 1
		this.#drop()
		const ms = delay(this.#attempt)
		this.#wait(ms, () => this.#connect(cause))
		this.#setLink({ state: "waiting", attempt: this.#attempt, retryAt: now + ms, cause })
		if (this.#unheard > 0) this.#options.onUnheard(this.#unheard)
	}

	#delay(attempt: number, afterRestart = false): number {
		return retryDelay(attempt, afterRestart, this.#options.random())
	}

	/** Forgets the socket: nothing it does from here on is heard. */
	#drop(): void {
		this.#cancelTimer()
		this.#openedAt = null
		const socket = this.#socket
		this.#socket = null
		if (!socket) return
		socket.onopen = socket.onmessage = socket.onclose = null
		socket.close()
	}

	#wait(ms: number, run: () => void): void {
		this.#cancelTimer()
		this.#cancelTimer = this.#options.clock.after(ms, run)
	}

	#setLink(link: Link): void {
		this.#link = link
		this.#options.onLink(link)
	}
}

function query(from: Position | null): string {
	return from ? `?epoch=${encodeURIComponent(from.epoch)}&after=${from.seq}` : ""
}

function causeOf(code: number, wasOpen: boolean): string {
	switch (code) {
		case restartCode:
			return "The server is restarting."
		case rightsChangedCode:
			return "Your rights have changed."
		case 4408:
			return "This page was too slow to follow."
		default:
			return wasOpen ? "The connection was cut." : "The server does not answer."
	}
}
