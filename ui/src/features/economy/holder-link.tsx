import { Link } from "@tanstack/react-router"
import { ForeignText } from "../../components/foreign-text"
import type { Ref } from "./economy"

/** A name that leads to the history of its account. */
export function HolderLink({ guild, user }: { guild: Ref; user: Ref }) {
	return (
		<Link
			to="/economy/$guild/$user"
			params={{ guild: guild.id, user: user.id }}
			className="inline-block max-w-full min-w-0 truncate align-bottom font-medium underline decoration-hairline underline-offset-2 hover:decoration-current pointer-coarse:min-h-6"
		>
			<ForeignText>{user.name || user.id}</ForeignText>
		</Link>
	)
}
