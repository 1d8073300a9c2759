import { Copyable } from "../../components/copyable"
import { ForeignText } from "../../components/foreign-text"
import { SignInLink } from "../../components/sign-in-link"
import type { Me } from "../../hooks/use-me"

/** For who has signed in at Discord, and is nobody here. */
export function NotOnList({ me: { id, name, message } }: { me: Me }) {
	return (
		<>
			<h1 className="text-lg font-semibold">Your account is not on the list</h1>
			{id ? (
				<>
					<p>
						Discord says that you are{" "}
						{name ? <ForeignText className="font-medium">{name}</ForeignText> : "you"}. Ask an admin of this
						dashboard to let in this id:
					</p>
					<Copyable name="your id">{id}</Copyable>
					<p className="text-muted">
						They do so on the page Settings, or on the server with{" "}
						<code className="font-mono text-xs wrap-anywhere">aurora access add {id} --role viewer</code>.
					</p>
				</>
			) : (
				<p>{message}</p>
			)}
			<div>
				<SignInLink tab="this">Sign in again</SignInLink>
			</div>
			<p className="text-muted">To use another account, change it at Discord first.</p>
		</>
	)
}
