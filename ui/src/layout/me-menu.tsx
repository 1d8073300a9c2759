import { useNavigate } from "@tanstack/react-router"
import { LogOut, Settings, UserRound } from "lucide-react"
import { FaultLine } from "../components/fault-line"
import { ForeignText } from "../components/foreign-text"
import { IconButton } from "../components/icon-button"
import { Menu, MenuItem } from "../components/menu"
import { Modal } from "../components/modal"
import { howAdmitted, type Me, useMe } from "../hooks/use-me"
import { useSignOut } from "../hooks/use-sign-out"

interface Props {
	/** Whether there is a page of settings. */
	settings: boolean
	/** Called when it leads to another page. */
	onLeave?: () => void
}

/** Who is looking, as whom, and the way out. Nothing while it is not known. */
export function MeMenu({ settings, onLeave }: Props) {
	const me = useMe()
	const navigate = useNavigate()
	const { mutate: signOut, error, reset } = useSignOut()
	const toSettings = () => {
		onLeave?.()
		void navigate({ to: "/settings" })
	}
	if (!me?.role) return null
	return (
		<>
			<Menu trigger={<IconButton icon={UserRound} label={`${me.name ?? "You"}: ${me.role}`} />}>
				<Who me={me} />
				{settings && (
					<MenuItem onSelect={toSettings}>
						<Settings aria-hidden="true" className="size-3.5" /> Settings
					</MenuItem>
				)}
				{me.via === "session" && (
					<MenuItem onSelect={() => signOut()}>
						<LogOut aria-hidden="true" className="size-3.5" /> Sign out
					</MenuItem>
				)}
			</Menu>
			{error && (
				<Modal label="You are still signed in" onClose={reset}>
					<div className="p-4">
						<FaultLine error={error} />
					</div>
				</Modal>
			)}
		</>
	)
}

function Who({ me }: { me: Me }) {
	return (
		<div className="max-w-60 px-2.5 py-1.5">
			<ForeignText className="block truncate font-medium">{me.name ?? "You"}</ForeignText>
			<span className="text-xs text-muted">
				{me.role}, {howAdmitted(me)}
			</span>
		</div>
	)
}
