import { Link, useLocation } from "@tanstack/react-router"
import { ForeignText } from "../components/foreign-text"
import { PageHead } from "../components/page-head"

/** What stands at an address that no page has. */
export function NoSuchPage() {
	const path = useLocation({ select: ({ pathname }) => pathname })
	return (
		<>
			<PageHead title="No such page" />
			<p className="text-muted">
				Nothing is at <ForeignText className="font-mono text-text">{path}</ForeignText>.{" "}
				<Link to="/" className="font-medium text-brand underline underline-offset-2">
					To the overview
				</Link>
			</p>
		</>
	)
}
