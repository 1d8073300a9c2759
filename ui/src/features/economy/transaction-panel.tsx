import { Link } from "@tanstack/react-router"
import { ForeignText } from "../../components/foreign-text"
import { PanelFault } from "../../components/panel-fault"
import { SidePanel } from "../../components/side-panel"
import { Skeleton } from "../../components/skeleton"
import { Time } from "../../components/time"
import { useApi } from "../../hooks/use-api"
import { Coins } from "./coins"
import { type Entry, kindName, type Party, transactionSchema } from "./economy"
import { HolderLink } from "./holder-link"
import { useTransaction } from "./use-transaction"

/** The transaction that the address names, beside the page; nothing where it names none. */
export function TransactionPanel() {
	const [ref, open] = useTransaction()
	return ref && <Transaction key={ref} reference={ref} onClose={() => open(null)} />
}

function Transaction({ reference, onClose }: { reference: string; onClose: () => void }) {
	const path = `/api/economy/entries?ref=${encodeURIComponent(reference)}`
	const answer = useApi(path, transactionSchema, { everyMs: false })
	return (
		<SidePanel title="Ledger entry" onClose={onClose}>
			<p className="pb-3 text-muted">
				Transaction <ForeignText className="font-mono text-xs break-all text-text">{reference}</ForeignText>
			</p>
			<PanelFault answer={answer} />
			{answer.isPending && <Skeleton lines={6} />}
			{answer.data?.entries.length === 0 && (
				<p className="text-muted">
					No coins were moved under this reference. It may have been refused, or belong to another command.
				</p>
			)}
			<ul className="grid gap-3">
				{answer.data?.entries.map((entry) => (
					<BothSides key={entry.id} entry={entry} />
				))}
			</ul>
		</SidePanel>
	)
}

function BothSides({ entry }: { entry: Entry }) {
	return (
		<li className="rounded-md border border-hairline">
			<div className="flex flex-wrap items-baseline justify-between gap-x-3 border-b border-hairline px-3 py-2">
				<ForeignText className="font-semibold">{kindName(entry.kind)}</ForeignText>
				<Coins amount={entry.amount} className="text-lg font-semibold text-economy" />
			</div>
			<Side word="From" party={entry.from} change={`-${entry.amount}`} after={entry.fromBalance} />
			<Side word="To" party={entry.to} change={entry.amount} after={entry.toBalance} />
			<div className="border-t border-hairline px-3 py-2 text-muted">
				{entry.note && (
					<p>
						<ForeignText className="text-text">{`“${entry.note}”`}</ForeignText>
					</p>
				)}
				<p>
					<Time as="instant" at={entry.time} />
					{entry.by && (
						<>
							, asked for by <ForeignText>{entry.by.name}</ForeignText>
						</>
					)}
				</p>
				<p className="flex flex-wrap gap-x-4">
					<span>
						Entry <code className="font-mono text-xs">{entry.id}</code>
					</span>
					{entry.seq !== null && <EventLink seq={entry.seq} />}
				</p>
			</div>
		</li>
	)
}

function Side({ word, party, change, after }: { word: string; party: Party; change: string; after: string }) {
	return (
		<div className="grid grid-cols-[3rem_minmax(0,1fr)_auto] gap-x-2 px-3 py-2">
			<span className="text-muted">{word}</span>
			<span className="min-w-0">
				<HolderLink guild={party.guild} user={party} />
				<span className="block truncate text-xs text-faint">
					{party.kind === "system" ? "the ledger's own account, in " : "in "}
					<ForeignText>{party.guild.name}</ForeignText>
				</span>
			</span>
			<span className="text-right">
				<Coins signed amount={change} className="font-medium" />
				<span className="block text-xs text-faint">
					then <Coins amount={after} />
				</span>
			</span>
		</div>
	)
}

function EventLink({ seq }: { seq: number }) {
	return (
		<Link
			to="."
			search={(before: object) => ({ ...before, ref: undefined, event: String(seq) })}
			className="font-medium text-brand underline underline-offset-2"
		>
			Event {seq}
		</Link>
	)
}
