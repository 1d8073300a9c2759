import { useNavigate } from "@tanstack/react-router"
import { LogIn, LogOut, Settings, UserRound } from "lucide-react"
import * as v from "valibot"
import { ForeignText } from "../components/foreign-text"
import { IconButton } from "../components/icon-button"
import { Menu, MenuItem } from "../components/menu"
import { type Me, useMe } from "../hooks/use-me"
import { requestJson } from "../lib/http"

const vias = { session: "signed in with Discord", key: "by an API key", local: "on this machine" }

/** Who is looking, as whom, and the way in or out. Nothing while it is not known. */
export function MeMenu({ settings }: { settings: boolean }) {
	const me = useMe()
	const navigate = useNavigate()
	if (!me) return null
	if (!me.role) return me.login ? <SignIn /> : null
	return (
		<Menu trigger={<IconButton icon={UserRound} label={`${me.name ?? "You"}: ${me.role}`} />}>
			<Who me={me} />
			{settings && (
				<MenuItem onSelect={() => void navigate({ to: "/settings" })}>
					<Settings aria-hidden="true" className="size-3.5" /> Settings
				</MenuItem>
			)}
			{me.via === "session" && (
				<MenuItem onSelect={() => void signOut()}>
					<LogOut aria-hidden="true" className="size-3.5" /> Sign out
				</MenuItem>
			)}
		</Menu>
	)
}

function Who({ me }: { me: Me }) {
	return (
		<div className="max-w-60 px-2.5 py-1.5">
			<ForeignText className="block truncate font-medium">{me.name ?? "You"}</ForeignText>
			<span className="text-xs text-muted">
				{me.role}
				{me.via && `, ${vias[me.via]}`}
			</span>
		</div>
	)
}

function SignIn() {
	return (
		<a
			href={`/auth/login?return_to=${encodeURIComponent(location.pathname + location.search)}`}
			className="flex h-7 shrink-0 items-center gap-1.5 rounded-sm border border-control px-2.5 text-xs font-medium hover:bg-raised pointer-coarse:h-11"
		>
			<LogIn aria-hidden="true" className="size-3.5" /> Sign in
		</a>
	)
}

async function signOut(): Promise<void> {
	await requestJson("/auth/logout", v.unknown(), { method: "POST" }).catch(() => {})
	location.assign("/")
}
