import { createServer } from "node:http"

// Both peers on Node take events alike: whatever is posted to /events is handed to
// publish as text. Connections that post are kept as long as Node keeps them.
export function serve(publish) {
	const server = createServer((request, response) => {
		if (request.method !== "POST" || request.url !== "/events") {
			response.writeHead(404).end()
			return
		}
		const parts = []
		request.on("data", (part) => parts.push(part))
		request.on("end", () => {
			publish(Buffer.concat(parts).toString())
			response.writeHead(204).end()
		})
	})
	// As many handshakes may wait as the kernel lets; Node's own bound is 511.
	server.listen({ port: Number(process.env.PORT), host: "127.0.0.1", backlog: 4096 })
	return server
}
