import { CloudOff, LogOut, RefreshCw } from "lucide-react"
import type { ReactNode } from "react"
import { formatOrdinal } from "../lib/format"
import type { Connection } from "../live/connection"
import { SignInLink } from "./sign-in-link"
import { SmallButton } from "./small-button"

interface Props {
	conn: Connection
	retryNow: () => void
}

/** Says that the page is not live, why, and what is done about it. Lies over the page, so that nothing moves. */
export function ConnectionBanner({ conn, retryNow }: Props) {
	switch (conn.state) {
		case "reconnecting":
			return (
				<Strip edge="border-l-warn" icon={<RefreshCw aria-hidden="true" className="size-4 text-warn" />}>
					<p>
						<span className="tabular-nums">
							Connection lost. {retrying(conn.retryInMs)} ({formatOrdinal(conn.attempt)} try).
						</span>{" "}
						<span className="text-muted">{conn.cause}</span>
					</p>
					<SmallButton onClick={retryNow}>Retry now</SmallButton>
				</Strip>
			)
		case "offline":
			return (
				<Strip edge="border-l-control" icon={<CloudOff aria-hidden="true" className="size-4 text-muted" />}>
					<p>You are offline. The page goes on by itself when the network is back.</p>
				</Strip>
			)
		case "signed-out":
			return (
				<Strip edge="border-l-error" icon={<LogOut aria-hidden="true" className="size-4 text-error" />}>
					<p>You are signed out. What you see is no longer updated.</p>
					<span className="ml-auto shrink-0">
						<SignInLink tab="another">Sign in</SignInLink>
					</span>
				</Strip>
			)
		default:
			return null
	}
}

function retrying(ms: number): string {
	return ms > 0 ? `Retrying in ${Math.ceil(ms / 1000)} s` : "Retrying now"
}

function Strip({ edge, icon, children }: { edge: string; icon: ReactNode; children: ReactNode }) {
	return (
		<div
			data-testid="connection-banner"
			className={`absolute inset-x-0 top-full animate-enter border-b border-l-4 border-hairline bg-raised text-xs shadow-md motion-reduce:animate-none md:text-sm ${edge}`}
		>
			<div className="mx-auto flex min-h-11 max-w-400 items-center gap-2.5 px-3 py-1 md:px-5">
				<span className="hidden shrink-0 md:block">{icon}</span>
				{children}
			</div>
		</div>
	)
}
