import { once } from "node:events"
import { expect } from "@playwright/test"
import { WebSocket } from "ws"

export type Frame = {
	type: string
	epoch: string
	seq: number
	ts: string
	data: Record<string, unknown>
	/** When it arrived, on performance.now()'s clock. */
	at: number
}

/** A script's WebSocket client: no browser, no cookie, and no Origin unless it is given one. */
export class PlainClient {
	readonly frames: Frame[] = []
	readonly closed: Promise<number>
	openedAt = 0

	private constructor(private readonly socket: WebSocket) {
		socket.on("open", () => {
			this.openedAt = performance.now()
		})
		socket.on("message", (text) => {
			this.frames.push({ ...JSON.parse(String(text)), at: performance.now() })
		})
		this.closed = new Promise((closed) => socket.on("close", closed))
	}

	/** Connects to /ws; resolves when the socket is open, fails with the server's status when it is refused. */
	static async open(url: string, query = "", origin?: string): Promise<PlainClient> {
		const socket = new WebSocket(`${url.replace("http", "ws")}/ws${query}`, { origin })
		const client = new PlainClient(socket)
		await once(socket, "open")
		return client
	}

	/** Sends the value as one text frame of JSON. */
	say(message: unknown) {
		this.sendText(JSON.stringify(message))
	}

	/** Sends the bytes as they are, as one text frame. */
	sendText(text: string | Buffer) {
		this.socket.send(text, { binary: false })
	}

	sendBinary(bytes: Buffer) {
		this.socket.send(bytes, { binary: true })
	}

	of(type: string): Frame[] {
		return this.frames.filter((frame) => frame.type === type)
	}

	/** Waits for the nth frame of the type, counted from 1. */
	async nth(n: number, type: string, timeout = 5_000): Promise<Frame> {
		await expect
			.poll(() => this.of(type).length, { message: `${type} number ${n}`, timeout })
			.toBeGreaterThanOrEqual(n)
		return this.of(type)[n - 1] as Frame
	}

	async close() {
		this.socket.close()
		await this.closed
	}
}
