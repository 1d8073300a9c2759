import { Link } from "@tanstack/react-router"
import { ForeignText } from "../../components/foreign-text"
import type { FilterSearch } from "../../feed/filter"

interface Props {
	search: Partial<FilterSearch>
	children: string
}

/** Leads to all events that are alike in one respect. */
export function FilterLink({ search, children }: Props) {
	return (
		<Link
			to="/events"
			search={() => search}
			title="Show all like this"
			className="underline decoration-control underline-offset-2 hover:decoration-current"
		>
			<ForeignText>{children}</ForeignText>
		</Link>
	)
}
