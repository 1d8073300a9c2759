import { ForeignText } from "../../components/foreign-text"
import { SmallButton } from "../../components/small-button"
import { Time } from "../../components/time"
import { formatCount } from "../../lib/format"
import { Coins } from "./coins"
import { type Account, type Entry, kindName } from "./economy"
import { HolderLink } from "./holder-link"
import { OpenEntry } from "./open-entry"
import { sideOf } from "./side"
import type { AccountAnswer } from "./use-account"

interface Props {
	account: Account
	entries: readonly Entry[]
	answer: AccountAnswer
}

/** What was moved to and from an account, the newest first, and what that left. */
export function AccountHistory({ account, entries, answer }: Props) {
	if (entries.length === 0) return <p className="px-4 py-8 text-center text-muted">Nothing was moved yet.</p>
	return (
		<>
			<ul aria-label="Entries">
				{entries.map((entry) => (
					<HistoryRow key={entry.id} entry={entry} holder={account.user.id} />
				))}
			</ul>
			<div className="flex min-h-11 items-center gap-3 px-3 py-2 md:px-4">
				<p className="text-xs text-faint">
					{entries.length === 1 ? "1 entry" : `${formatCount(entries.length)} entries`} shown
					{answer.hasNextPage ? "" : ", which is all"}
				</p>
				{answer.hasNextPage && (
					<SmallButton disabled={answer.isFetchingNextPage} onClick={() => void answer.fetchNextPage()}>
						Older entries
					</SmallButton>
				)}
			</div>
		</>
	)
}

function HistoryRow({ entry, holder }: { entry: Entry; holder: string }) {
	const { change, after, other, word } = sideOf(entry, holder)
	return (
		<li className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-3 border-b border-hairline px-3 py-1 md:min-h-9 md:grid-cols-[11rem_minmax(0,1fr)_minmax(0,1fr)_8rem_8rem_2rem] md:px-4">
			<Time as="instant" at={entry.time} className="text-xs text-faint tabular-nums max-md:order-5" />
			<span className="flex min-w-0 items-baseline gap-1.5 max-md:order-1">
				<ForeignText className="shrink-0">{kindName(entry.kind)}</ForeignText>
				<span className="shrink-0 text-muted">{word}</span>
				<HolderLink guild={other.guild} user={other} />
			</span>
			<ForeignText className="truncate text-muted max-md:order-3">{entry.note}</ForeignText>
			<Coins signed amount={change} className="text-right font-medium max-md:order-2" />
			<span className="text-right text-xs text-faint max-md:order-4">
				then <Coins amount={after} className="text-text" />
			</span>
			<span className="flex justify-end max-md:order-6">
				<OpenEntry entry={entry} />
			</span>
		</li>
	)
}
