import type { SocketLike } from "../live/live-socket"

/** A WebSocket whose other end is the test. */
export class FakeSocket implements SocketLike {
	onopen: SocketLike["onopen"] = null
	onmessage: SocketLike["onmessage"] = null
	onclose: SocketLike["onclose"] = null
	readonly url: URL
	closed = false
	/** What the page said, oldest first. */
	readonly said: string[] = []

	constructor(url: string) {
		this.url = new URL(url)
	}

	send(data: unknown): void {
		this.said.push(String(data))
	}

	close(): void {
		this.closed = true
	}

	/** The server accepts. */
	open(): void {
		this.onopen?.call(this as unknown as WebSocket, new Event("open"))
	}

	/** The server sends. */
	receive(frame: unknown): void {
		const data = typeof frame === "string" ? frame : JSON.stringify(frame)
		this.onmessage?.call(this as unknown as WebSocket, new MessageEvent("message", { data }))
	}

	/** The connection ends, not by us. */
	shut(code = 1006): void {
		this.closed = true
		this.onclose?.call(this as unknown as WebSocket, { code } as CloseEvent)
	}
}
