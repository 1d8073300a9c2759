import "./index.css"
import { StrictMode } from "react"
import { createRoot } from "react-dom/client"
import { App } from "./app"
import { followTheme } from "./lib/theme"
import { browserClient } from "./live/browser-client"

followTheme()
const client = browserClient()
client.start()

const root = document.getElementById("root")
if (!root) throw new Error("index.html has no element #root")
createRoot(root).render(
	<StrictMode>
		<App client={client} />
	</StrictMode>,
)
