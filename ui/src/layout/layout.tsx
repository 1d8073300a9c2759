import { useLocation } from "@tanstack/react-router"
import { type ReactNode, useMemo, useState } from "react"
import { Alarm } from "../components/alarm"
import { Announcer } from "../components/announcer"
import { PollingBanner } from "../components/polling-banner"
import { useDashboardStats } from "../hooks/use-dashboard-stats"
import { isDated } from "../live/connection"
import { BottomBar } from "./bottom-bar"
import { Header } from "./header"
import { KeyboardHelp } from "./keyboard-help"
import { MoreSheet } from "./more-sheet"
import { Palette } from "./palette"
import { type Place, placeOf } from "./place"
import { Rail } from "./rail"
import { useArrival } from "./use-arrival"
import { useAttention } from "./use-attention"
import { useCritical } from "./use-critical"
import { useShortcuts } from "./use-shortcuts"

interface Props {
	places: readonly Place[]
	/** The page. */
	children: ReactNode
}

/** What lies over the page. */
type Over = "palette" | "help" | "more"

/** The frame around every page. */
export function Layout({ places, children }: Props) {
	const live = useDashboardStats()
	const { conn, continuity, paused, pause, resume, retryNow } = live
	const [over, setOver] = useState<Over | null>(null)
	const path = useLocation({ select: ({ pathname }) => pathname })
	const open = useMemo(() => opener(setOver), [])
	const toggle = paused ? resume : pause
	const close = () => setOver(null)
	useShortcuts({ places, pause: toggle, ...open })
	useAttention(placeOf(path, places)?.label)
	useArrival()
	return (
		<div className="flex min-h-dvh">
			<Rail places={places} />
			<div className="flex min-w-0 flex-1 flex-col">
				<Header
					live={live}
					settings={places.some(({ to }) => to === "/settings")}
					onPause={toggle}
					onPalette={open.palette}
				/>
				{conn.state === "polling" && <PollingBanner everyMs={conn.everyMs} retryNow={retryNow} />}
				<main
					className={`mx-auto flex w-full max-w-400 min-h-0 flex-1 flex-col px-4 pb-4 transition-[filter] duration-400 motion-reduce:transition-none md:px-6 ${isDated(conn) ? "saturate-60" : ""}`}
				>
					{children}
				</main>
				<BottomBar places={places} onMore={open.more} />
			</div>
			<Announcer received={continuity.received} errors={continuity.errors} state={conn.state} />
			<Alarm text={useCritical()} />
			{over === "palette" && <Palette places={places} onClose={close} onHelp={open.help} />}
			{over === "help" && <KeyboardHelp places={places} onClose={close} />}
			{over === "more" && (
				<MoreSheet
					places={places.filter(({ primary }) => !primary)}
					onClose={close}
					onPalette={open.palette}
					onHelp={open.help}
				/>
			)}
		</div>
	)
}

function opener(show: (over: Over) => void) {
	return { palette: () => show("palette"), help: () => show("help"), more: () => show("more") }
}
