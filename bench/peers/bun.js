// Bun's own WebSocket server, by its publish: every socket is subscribed to one topic.
// https://bun.com/docs/api/websockets
const topic = "events"

Bun.serve({
	hostname: "127.0.0.1",
	port: Number(process.env.PORT),
	async fetch(request, server) {
		const path = new URL(request.url).pathname
		if (path === "/ws" && server.upgrade(request)) return
		if (path !== "/events" || request.method !== "POST") return new Response(null, { status: 404 })
		server.publish(topic, `{"type":"NEW_EVENT","data":${await request.text()}}`)
		return new Response(null, { status: 204 })
	},
	websocket: {
		open: (socket) => socket.subscribe(topic),
		message() {},
	},
})
