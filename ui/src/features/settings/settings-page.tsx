import { PageHead } from "../../components/page-head"
import { useMe } from "../../hooks/use-me"
import { AboutPanel } from "./about-panel"
import { AccessPanel } from "./access-panel"
import { BrowserPanel } from "./browser-panel"
import { KeysPanel } from "./keys-panel"
import { SessionsPanel } from "./sessions-panel"
import { YouPanel } from "./you-panel"

/** Whether the page is worth a visit: until then nothing links to it. */
export const settingsBuilt: boolean = true

/** Who may do what here, and how this browser shows it. What is for admins alone is not there for others. */
export function SettingsPage() {
	const me = useMe()
	const admin = me?.role === "admin"
	return (
		<>
			<PageHead title="Settings" />
			<div
				className={`grid items-start gap-4 ${admin ? "lg:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]" : "lg:grid-cols-3"}`}
			>
				<div className={admin ? "grid min-w-0 items-start gap-4 md:max-lg:grid-cols-2" : "contents"}>
					<YouPanel me={me} />
					<BrowserPanel />
					<AboutPanel />
				</div>
				{admin && (
					<div className="flex min-w-0 flex-col gap-4">
						<AccessPanel me={me} />
						<SessionsPanel me={me} />
						<KeysPanel />
					</div>
				)}
			</div>
		</>
	)
}
