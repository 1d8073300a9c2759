import { memo } from "react"
import { ConnectionBanner } from "../components/connection-banner"
import { ConnectionPill } from "../components/connection-pill"
import { Logo } from "../components/logo"
import { PauseButton } from "../components/pause-button"
import type { Dashboard } from "../hooks/use-dashboard-stats"
import { DemoLink } from "./demo-link"
import { MeMenu } from "./me-menu"
import { NewVersion } from "./new-version"
import { PaletteButton } from "./palette-button"
import { ThemeMenu } from "./theme-menu"
import { ZoneButton } from "./zone-button"

interface Props {
	live: Pick<Dashboard, "conn" | "freshnessMs" | "lag" | "paused" | "retryNow">
	/** Whether there is a page of settings. */
	settings: boolean
	onPause: () => void
	onPalette: () => void
}

/** What every page has above it: whether what is shown is now, and what one can do about it. */
export function Header({ live, settings, onPause, onPalette }: Props) {
	const { conn, freshnessMs, lag, paused, retryNow } = live
	return (
		<header className={`sticky top-0 z-10 border-b bg-bg ${paused ? "border-warn" : "border-hairline"}`}>
			<div className="flex min-h-12 items-center gap-x-3 px-4 md:flex-wrap md:px-6">
				<span className="md:hidden">
					<Logo wordClass="max-[22rem]:sr-only" />
				</span>
				<div className="max-md:hidden">
					<PaletteButton onClick={onPalette} />
				</div>
				<div className="ml-auto flex min-w-0 items-center gap-2 md:gap-3">
					<NewVersion />
					<ConnectionPill conn={conn} freshnessMs={freshnessMs} waiting={paused ? lag : null} />
					<PauseButton paused={paused} onClick={onPause} />
					<Tools settings={settings} />
				</div>
			</div>
			<ConnectionBanner conn={conn} retryNow={retryNow} />
		</header>
	)
}

/** What does not tick. */
const Tools = memo(function Tools({ settings }: { settings: boolean }) {
	return (
		<div className="flex items-center gap-1 max-md:hidden">
			<DemoLink />
			<ZoneButton />
			<ThemeMenu />
			<MeMenu settings={settings} />
		</div>
	)
})
