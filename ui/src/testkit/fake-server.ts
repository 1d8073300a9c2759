import { RequestError } from "../lib/http"
import { type Api, pageSize } from "../live/api"
import type { AuroraEvent } from "../live/events"
import { FakeSocket } from "./fake-socket"
import { makeEvent, makeStats } from "./make"

/** A request that waits for the test: first for what it will say, then for its arrival. */
interface Request {
	serve(): void
	answer?: () => void
	fail(status: number): void
}

type SentFrame = { type: string; seq: number; data: unknown }

/**
 * The server as the contract describes it, at the test's pace: sockets are accepted, frames arrive and requests
 * are answered only when told to.
 */
export class FakeServer {
	log: AuroraEvent[] = []
	/** Positions before this are no longer served. */
	oldest = 0
	/** Something on the way lets requests through, but no upgrade. */
	blocked = false
	/** Whether it lets the page's user look. */
	admits = true
	socket: FakeSocket | null = null
	#epochs = 1
	#outbox: SentFrame[] = []
	#lastSent: unknown = null
	#following = false
	#requests: Request[] = []

	get epoch(): string {
		return `e${this.#epochs}`
	}

	get head(): number {
		return this.log.length
	}

	readonly connect = (url: string): FakeSocket => {
		this.#forgetSocket()
		this.socket = new FakeSocket(url)
		return this.socket
	}

	readonly api: Api = {
		stats: () => this.#request(() => makeStats(this.head, { epoch: this.epoch })),
		events: () => this.#request(() => ({ epoch: this.epoch, events: this.log.slice(-50).reverse() })),
		eventsBefore: (seq) =>
			this.#request(() => {
				const events = this.log
					.slice(this.oldest, seq - 1)
					.slice(-pageSize)
					.reverse()
				const first = events.at(-1)?.seq ?? 0
				return { epoch: this.epoch, events, next: first > this.oldest + 1 ? first : null }
			}),
		eventsAfter: (seq) =>
			this.#request(() => ({
				epoch: this.epoch,
				events: this.log.slice(Math.max(seq, this.oldest)).slice(0, pageSize),
			})),
		admitted: () => Promise.resolve(this.admits),
	}

	commit(count: number): void {
		for (let i = 0; i < count; i++) {
			const event = makeEvent(this.head + 1, { epoch: this.epoch })
			this.log.push(event)
			if (this.#following) this.#outbox.push(this.#frame("NEW_EVENT", event, event.seq))
		}
	}

	/** Accepts the connection that waits, if one does; refuses it where upgrades are blocked on their way, or its user is unknown. */
	accept(): void {
		if ((this.blocked || !this.admits) && !this.#following) this.cut()
		if (!this.socket || this.socket.closed || this.#following) return
		this.#following = true
		const { searchParams } = this.socket.url
		this.#outbox = [this.#statsFrame()]
		if (searchParams.has("after")) this.#resume(searchParams.get("epoch"), Number(searchParams.get("after")))
		this.socket.open()
	}

	/** Sends the statistics of now, as it does every five seconds. */
	speak(): void {
		if (this.#following) this.#outbox.push(this.#statsFrame())
	}

	/** Lets the next frames arrive; events one by one or, to a page that asked for it, those in a row at once. */
	deliver(count: number): void {
		const frames = this.#outbox.splice(0, count)
		while (frames.length > 0) {
			const run = this.#takesBatches() ? frames.findIndex((frame) => frame.type !== "NEW_EVENT") : 0
			const batch = frames.splice(0, Math.max(1, run < 0 ? frames.length : run))
			this.#send(batch.length > 1 ? this.#batch(batch) : batch[0])
		}
	}

	/** Lets the last frame arrive again. */
	repeat(): void {
		if (this.#lastSent && this.#following) this.#send(this.#lastSent)
	}

	/** Loses the next frame on its way, if it is an event. */
	lose(): void {
		if (this.#outbox[0]?.type === "NEW_EVENT") this.#outbox.shift()
	}

	cut(code = 1006): void {
		const socket = this.socket
		this.#forgetSocket()
		socket?.shut(code)
	}

	/** Old events are deleted. */
	retain(count: number): void {
		this.oldest = Math.max(this.oldest, this.head - count)
	}

	/** The log is restored from a backup: another epoch, another length. */
	restore(length: number): void {
		this.#epochs++
		this.log = []
		this.oldest = 0
		this.cut()
		this.commit(length)
	}

	serve(): void {
		for (const request of this.#requests) request.serve()
	}

	answer(): void {
		const ready = this.#requests.filter((request) => request.answer)
		this.#requests = this.#requests.filter((request) => !request.answer)
		for (const request of ready) request.answer?.()
	}

	fail(status = 503): void {
		const requests = this.#requests
		this.#requests = []
		for (const request of requests) request.fail(status)
	}

	/** How many requests wait. */
	get asked(): number {
		return this.#requests.length
	}

	#resume(epoch: string | null, after: number): void {
		const reason = this.#refusal(epoch, after)
		if (reason) {
			this.#outbox.push(this.#frame("RESET", { reason, seq: this.head }))
			return
		}
		for (const event of this.log.slice(after)) this.#outbox.push(this.#frame("NEW_EVENT", event, event.seq))
		this.#outbox.push(this.#frame("RESUMED", { from: after, to: this.head }))
	}

	#refusal(epoch: string | null, after: number): string | null {
		if (epoch !== this.epoch) return "epoch"
		if (after > this.head) return "future"
		return after < this.oldest ? "retention" : null
	}

	#takesBatches(): boolean {
		return this.socket?.said.some((text) => /"SUBSCRIBE".*"batch":true/.test(text)) ?? false
	}

	#batch(frames: readonly SentFrame[]) {
		return this.#frame("EVENT_BATCH", { events: frames.map(({ data }) => data) }, frames.at(-1)?.seq)
	}

	#send(frame: unknown): void {
		this.#lastSent = frame
		this.socket?.receive(frame)
	}

	#forgetSocket(): void {
		this.socket = null
		this.#following = false
		this.#outbox = []
		this.#lastSent = null
	}

	#statsFrame() {
		return this.#frame("STATS_UPDATE", makeStats(this.head, { epoch: this.epoch }))
	}

	#frame(type: string, data: unknown, seq = this.head) {
		return { type, epoch: this.epoch, seq, ts: "2026-11-21T18:56:03.123Z", data }
	}

	#request<T>(read: () => T): Promise<T> {
		return new Promise((resolve, reject) => {
			const request: Request = {
				serve() {
					if (request.answer) return
					const value = read()
					request.answer = () => resolve(value)
				},
				fail: (status) => reject(new RequestError(`http_${status}`, status, `/api answered ${status}`)),
			}
			this.#requests.push(request)
		})
	}
}
