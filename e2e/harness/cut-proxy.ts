import { once } from "node:events"
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net"

/** A TCP relay in front of the dashboard, whose cable a test can cut and mend, and which may be a bad proxy. */
export class CutProxy {
	private readonly sockets = new Set<Socket>()
	private readonly server: Server
	private target = 0
	private severed = false
	/** How many bytes may still pass to the browser. */
	private allowed = Number.POSITIVE_INFINITY
	private held: RegExp | null = null
	/** Whether it loses the headers that a WebSocket needs, as proxies do that nobody has told of it. */
	dropsUpgrades = false

	private constructor() {
		this.server = createServer((client) => this.relay(client))
	}

	/** Listens at once: its origin must be known before the dashboard behind it is started. */
	static async listen(): Promise<CutProxy> {
		const proxy = new CutProxy()
		proxy.server.listen(0, "127.0.0.1")
		await once(proxy.server, "listening")
		return proxy
	}

	get origin(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
	}

	/** What it relays to from now on. */
	leadTo(url: string) {
		this.target = Number(new URL(url).port)
	}

	/** Tears every connection and lets none through. */
	cut() {
		this.severed = true
		for (const socket of this.sockets) socket.resetAndDestroy()
	}

	mend() {
		this.severed = false
		this.allowed = Number.POSITIVE_INFINITY
		this.held = null
		for (const socket of this.sockets) socket.resume()
	}

	/** Lets so many bytes pass to the browser; then it is silent, and closes nothing. */
	allow(bytes: number) {
		this.allowed = bytes
		if (bytes <= 0) for (const socket of this.sockets) socket.pause()
	}

	/** Leaves the requests whose first line matches without an answer. */
	hold(request: RegExp) {
		this.held = request
	}

	async close() {
		this.cut()
		this.server.close()
		await once(this.server, "close")
	}

	private relay(client: Socket) {
		if (this.severed) {
			client.on("error", () => {})
			client.resetAndDestroy()
			return
		}
		if (this.allowed <= 0) client.pause()
		const server = connect(this.target, "127.0.0.1")
		for (const [from, to] of [
			[client, server],
			[server, client],
		] as const) {
			this.sockets.add(from)
			from.on("error", () => to.destroy())
			from.on("close", () => {
				this.sockets.delete(from)
				to.destroy()
			})
			from.on("end", () => to.end())
		}
		server.on("data", (bytes) => {
			client.write(bytes)
			this.allowed -= bytes.length
			if (this.allowed <= 0) this.allow(0)
		})
		client.on("data", (bytes) => {
			if (this.held?.test(bytes.toString("latin1"))) server.pause()
			server.write(this.dropsUpgrades ? withoutUpgrade(bytes) : bytes)
		})
	}
}

/** A handshake is a connection's first bytes, and short enough to come at once. */
function withoutUpgrade(bytes: Buffer): Buffer {
	const text = bytes.toString("latin1")
	if (!/^GET \S+ HTTP\/1\.1\r\n/.test(text)) return bytes
	return Buffer.from(text.replace(/^(Upgrade|Connection): .*\r\n/gim, ""), "latin1")
}
