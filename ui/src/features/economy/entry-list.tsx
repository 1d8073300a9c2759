import { ArrowRight } from "lucide-react"
import { ForeignText } from "../../components/foreign-text"
import { Time } from "../../components/time"
import { Coins } from "./coins"
import type { Entry } from "./economy"
import { HolderLink } from "./holder-link"
import { OpenEntry } from "./open-entry"

/** Entries of the ledger, from whom to whom. */
export function EntryList({ label, entries }: { label: string; entries: readonly Entry[] }) {
	return (
		<ul aria-label={label} className="max-h-96 overflow-y-auto">
			{entries.map((entry) => (
				<li
					key={entry.id}
					className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-b border-hairline px-3 py-1 last:border-b-0 md:min-h-8 md:grid-cols-[6.5rem_minmax(0,1fr)_minmax(0,10rem)_8rem_2rem] md:px-4"
				>
					<Time at={entry.time} className="text-xs text-faint tabular-nums max-md:order-3" />
					<span className="flex min-w-0 items-center gap-1.5 max-md:order-1">
						<HolderLink guild={entry.from.guild} user={entry.from} />
						<ArrowRight aria-label="to" className="size-3.5 shrink-0 text-faint" />
						<HolderLink guild={entry.to.guild} user={entry.to} />
					</span>
					<ForeignText className="truncate text-xs text-faint max-md:hidden">
						{entry.from.guild.name}
					</ForeignText>
					<Coins amount={entry.amount} className="text-right font-medium max-md:order-2" />
					<span className="flex justify-end max-md:order-4">
						<OpenEntry entry={entry} />
					</span>
				</li>
			))}
		</ul>
	)
}
