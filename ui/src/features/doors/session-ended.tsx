import { useState } from "react"
import { Button } from "../../components/button"
import { Modal } from "../../components/modal"
import { SignInLink } from "../../components/sign-in-link"
import type { Me } from "../../hooks/use-me"
import type { SignedOut } from "../../live/live-state"
import { NotOnList } from "./not-on-list"
import { Notice } from "./notice"
import { useReturn } from "./use-return"

const titles: Record<SignedOut, string> = {
	ended: "Your session has ended",
	rights: "Your rights have changed",
}

/** Over the page of who was signed out. Set aside, it leaves what is there to be read, and the banner to sign in by. */
export function SessionEnded({ why }: { why: SignedOut }) {
	const me = useReturn()
	const [aside, setAside] = useState(false)
	if (aside || me?.role) return null
	return (
		<Modal label={titles[why]} onClose={() => setAside(true)}>
			<div className="flex flex-col items-start gap-4 overflow-y-auto p-4 md:p-6">
				{me?.reason === "not_on_list" ? (
					<NotOnList me={me} />
				) : (
					<SignInAgain why={why} me={me} onAside={() => setAside(true)} />
				)}
			</div>
		</Modal>
	)
}

function SignInAgain({ why, me, onAside }: { why: SignedOut; me: Me | undefined; onAside: () => void }) {
	return (
		<>
			<p aria-hidden="true" className="text-lg font-semibold">
				{titles[why]}
			</p>
			{me && !me.login && me.message && <Notice>{me.message}</Notice>}
			<p>
				What you see stays as it is, and what you have typed, too. Sign in again, and the page goes on after
				the last event it has.
			</p>
			<div className="flex flex-wrap gap-2">
				<SignInLink tab="another">Sign in with Discord</SignInLink>
				<Button onClick={onAside}>Look at what is there</Button>
			</div>
			<p className="text-muted">
				Discord asks in a new tab. You can also{" "}
				<SignInLink tab="this" plain>
					sign in in this one
				</SignInLink>
				: it comes back here, without what you have typed.
			</p>
		</>
	)
}
