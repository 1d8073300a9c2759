import { SignInLink } from "../../components/sign-in-link"
import type { Me } from "../../hooks/use-me"
import { Notice } from "./notice"

/** For who has not signed in, or not with success. */
export function SignIn({ me: { reason, message } }: { me: Me }) {
	const failed = reason !== "signed_out" && reason !== "session_expired"
	return (
		<>
			<h1 className="text-lg font-semibold">Sign in</h1>
			{failed && message && <Notice>{message}</Notice>}
			{reason === "session_expired" && <p>Your session has ended.</p>}
			<p className="text-muted">
				This dashboard is open to the Discord accounts on its access list. Discord tells it your name and your
				id, and nothing else.
			</p>
			<div>
				<SignInLink tab="this">Sign in with Discord</SignInLink>
			</div>
		</>
	)
}
