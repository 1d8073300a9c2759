import * as v from "valibot"
import { ForeignText } from "../../components/foreign-text"
import { PanelFault } from "../../components/panel-fault"
import { Skeleton } from "../../components/skeleton"
import { useApi } from "../../hooks/use-api"
import { formatExactAmount, notMeasured } from "../../lib/format"
import { Part } from "./part"

const text = v.fallback(v.nullable(v.string()), null)
const party = v.object({ kind: text, id: text, name: text })
const schema = v.object({
	entries: v.array(
		v.object({
			id: v.union([v.string(), v.number()]),
			kind: text,
			from: party,
			to: party,
			amount: v.string(),
			fromBalance: text,
			toBalance: text,
			note: v.optional(text),
		}),
	),
})

type Entry = v.InferOutput<typeof schema>["entries"][number]
type Party = v.InferOutput<typeof party>

/** What the ledger booked for an interaction: from whom to whom, and their balances afterwards. */
export function LedgerEntries({ interaction }: { interaction: string }) {
	const path = `/api/economy/entries?ref=${encodeURIComponent(interaction)}`
	const answer = useApi(path, schema, { everyMs: false })
	return (
		<Part title="Ledger">
			{answer.isError && <PanelFault answer={answer} />}
			{answer.isPending && <Skeleton lines={2} />}
			{answer.data?.entries.length === 0 && <p className="text-muted">Nothing was booked.</p>}
			<ul className="grid gap-2">
				{answer.data?.entries.map((entry) => (
					<Booked key={entry.id} entry={entry} />
				))}
			</ul>
		</Part>
	)
}

function Booked({ entry }: { entry: Entry }) {
	return (
		<li className="rounded-sm border border-hairline px-3 py-2 tabular-nums">
			<div className="flex items-baseline justify-between gap-3">
				<span className="text-xs text-muted">
					<ForeignText>{entry.kind ?? "entry"}</ForeignText>
				</span>
				<span className="font-semibold text-economy">{formatExactAmount(entry.amount) ?? notMeasured}</span>
			</div>
			<div className="grid grid-cols-[2.5rem_minmax(0,1fr)_auto] gap-x-2">
				<Side name="from" party={entry.from} balance={entry.fromBalance} />
				<Side name="to" party={entry.to} balance={entry.toBalance} />
			</div>
			{entry.note && (
				<p className="pt-1 text-muted">
					<ForeignText>{entry.note}</ForeignText>
				</p>
			)}
		</li>
	)
}

function Side({ name, party, balance }: { name: string; party: Party; balance: string | null }) {
	return (
		<>
			<span className="text-muted">{name}</span>
			<ForeignText className="truncate">{party.name || party.id || "not known"}</ForeignText>
			<span className="text-xs text-faint">
				{balance !== null && party.kind === "member" && `now ${formatExactAmount(balance) ?? notMeasured}`}
			</span>
		</>
	)
}
