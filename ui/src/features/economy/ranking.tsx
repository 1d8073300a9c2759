import type { ReactNode } from "react"
import { ForeignText } from "../../components/foreign-text"
import type { Holder } from "./find-account"
import { HolderLink } from "./holder-link"

interface Props<T extends Holder> {
	label: string
	/** How high it may be before it scrolls. */
	height: string
	/** The first place first. */
	holders: readonly T[]
	value: (holder: T) => ReactNode
}

/** Members in the order of what they have, each with the way to the account. */
export function Ranking<T extends Holder>({ label, height, holders, value }: Props<T>) {
	return (
		<ol aria-label={label} className={`overflow-y-auto ${height}`}>
			{holders.map((holder, i) => (
				<li
					key={`${holder.guild.id}:${holder.user.id}`}
					className="grid min-h-8 grid-cols-[1.5rem_minmax(0,1fr)_auto] items-center gap-x-2 border-b border-hairline px-3 py-1 last:border-b-0 md:px-4"
				>
					<span className="text-xs text-faint tabular-nums">{i + 1}</span>
					<span className="min-w-0">
						<HolderLink {...holder} />
						<ForeignText className="block truncate text-xs text-faint">{holder.guild.name}</ForeignText>
					</span>
					<span className="font-medium tabular-nums">{value(holder)}</span>
				</li>
			))}
		</ol>
	)
}
