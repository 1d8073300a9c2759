import { systemClock } from "../lib/clock"
import { httpApi } from "./api"
import { LiveClient } from "./live-client"

/** The client of this page's own server. The page owns it for its whole life. */
export function browserClient(): LiveClient {
	const client = new LiveClient({
		clock: systemClock,
		random: Math.random,
		url: `${location.protocol === "https:" ? "wss:" : "ws:"}//${location.host}/ws`,
		connect: (url) => new WebSocket(url),
		api: httpApi,
	})
	client.networkChanged(navigator.onLine)
	addEventListener("online", () => client.networkChanged(true))
	addEventListener("offline", () => client.networkChanged(false))
	document.addEventListener("visibilitychange", () => client.shown(document.visibilityState === "visible"))
	return client
}
