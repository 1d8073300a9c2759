// The package ws on Node: the message is made once and sent to one client after the other.
// https://github.com/websockets/ws#server-broadcast
import { WebSocket, WebSocketServer } from "ws"
import { serve } from "./posted.js"

const server = serve((event) => {
	const message = Buffer.from(`{"type":"NEW_EVENT","data":${event}}`) // text would be encoded for each client anew
	for (const client of sockets.clients) {
		if (client.readyState === WebSocket.OPEN) client.send(message, { binary: false })
	}
})
const sockets = new WebSocketServer({ server, path: "/ws" })
