// Socket.IO on Node, with WebSocket as the only transport: emit to everybody.
// https://socket.io/docs/v4/broadcasting-events/
import { Server } from "socket.io"
import { serve } from "./posted.js"

const server = serve((event) => sockets.emit("event", { type: "NEW_EVENT", data: JSON.parse(event) }))
const sockets = new Server(server, { transports: ["websocket"] })
