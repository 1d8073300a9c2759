import { CircleCheck, CircleHelp, type LucideIcon, OctagonX, Siren } from "lucide-react"
import type { ReactNode } from "react"
import { Time } from "../../components/time"
import { formatCount, notMeasured } from "../../lib/format"
import { parseAmount } from "./amounts"
import { Coins } from "./coins"
import type { Economy, Proof } from "./economy"
import { Part } from "./part"
import { type Verdict, verdictOf } from "./proof-words"

const looks: Record<Verdict["state"], { icon: LucideIcon; colour: string }> = {
	balanced: { icon: CircleCheck, colour: "text-ok" },
	off: { icon: Siren, colour: "text-critical" },
	stopped: { icon: OctagonX, colour: "text-error" },
	unchecked: { icon: CircleHelp, colour: "text-faint" },
}

/** That no coin came from nowhere: the sums of the last check, and what they mean. */
export function ProofPanel({ economy, className }: { economy: Economy | undefined; className: string }) {
	return (
		<Part title="Does it add up?" className={className} economy={economy} lines={8}>
			{({ proof }) => {
				const verdict = verdictOf(proof)
				return (
					<div data-testid="proof" data-state={verdict.state} className="flex flex-col gap-3 p-3 md:px-4">
						<Heading verdict={verdict} />
						{proof && verdict.state !== "unchecked" && <Sums proof={proof} />}
						{(verdict.state === "off" || verdict.state === "stopped") && <Mend />}
					</div>
				)
			}}
		</Part>
	)
}

function Heading({ verdict: { state, title, meaning } }: { verdict: Verdict }) {
	const { icon: Icon, colour } = looks[state]
	return (
		<div className="flex gap-2.5">
			<Icon aria-hidden="true" className={`mt-0.5 size-5 shrink-0 ${colour}`} />
			<div>
				<p className={`text-base font-semibold ${colour}`}>{title}</p>
				<p className="text-muted">{meaning}</p>
			</div>
		</div>
	)
}

/** The sum as it would be done on paper. */
function Sums({ proof }: { proof: Proof }) {
	const [issued, burned, held] = [proof.issued, proof.burned, proof.supply].map(parseAmount)
	const difference = issued != null && burned != null && held != null ? held - (issued - burned) : null
	return (
		<>
			{proof.checkedAt && (
				<p className="text-xs text-faint">
					At the check <Time at={proof.checkedAt} />; there is one every minute:
				</p>
			)}
			<dl className="grid grid-cols-[1fr_auto] gap-y-1 tabular-nums *:odd:text-muted *:even:pl-4 *:even:text-right">
				<Line name="Issued, ever">
					<Coins amount={proof.issued} />
				</Line>
				<Line name="− burned, ever">
					<Coins amount={proof.burned} />
				</Line>
				<Line name="Members hold" rule>
					<Coins amount={proof.supply} />
				</Line>
				<Line name="Difference" rule strong>
					<Coins amount={difference} />
				</Line>
				<Line name="All accounts together, off from zero by" strong>
					<Coins amount={proof.drift} />
				</Line>
			</dl>
			<p className="text-xs text-faint tabular-nums">
				{proof.accounts === null ? notMeasured : formatCount(proof.accounts)} accounts, the ledger's own among
				them, and {proof.entries === null ? notMeasured : formatCount(proof.entries)} entries.
			</p>
		</>
	)
}

function Line({
	name,
	rule,
	strong,
	children,
}: {
	name: string
	rule?: boolean
	strong?: boolean
	children: ReactNode
}) {
	const look = `${rule ? "border-t border-hairline pt-1" : ""} ${strong ? "font-semibold" : ""}`
	return (
		<>
			<dt className={look}>{name}</dt>
			<dd className={look}>{children}</dd>
		</>
	)
}

function Mend() {
	return (
		<p>
			On the bot's machine, <code className="font-mono text-xs">aurora ledger verify</code> names the accounts
			that differ; once they agree again, <code className="font-mono text-xs">aurora ledger resume</code> lets
			coins move.
		</p>
	)
}
