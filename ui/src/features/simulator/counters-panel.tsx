import { CircleCheck, TriangleAlert } from "lucide-react"
import { ForeignText } from "../../components/foreign-text"
import { Panel } from "../../components/panel"
import { Time } from "../../components/time"
import type { Answer } from "../../hooks/use-api"
import { formatCount, plural } from "../../lib/format"
import type { SimState } from "./sim-state"

/** Names of counters: "framesIn" is "frames in". */
function spaced(name: string): string {
	return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)
}

/** What passed over the wire since the start, and which of Discord's rules the bot broke. */
export function CountersPanel({ answer }: { answer: Answer<SimState> }) {
	return (
		<Panel title="On Discord's side" answer={answer}>
			{({ counters, violations }) => (
				<>
					<Violations violations={violations} dropped={counters.violationsDropped ?? 0} />
					<dl className="grid grid-cols-2 gap-x-6 px-3 py-2 md:px-4">
						{Object.entries(counters)
							.filter(([name]) => name !== "violationsDropped")
							.map(([name, count]) => (
								<div key={name} className="flex justify-between gap-2 py-0.5">
									<dt className="truncate text-muted">{spaced(name)}</dt>
									<dd className="tabular-nums">{formatCount(count)}</dd>
								</div>
							))}
					</dl>
				</>
			)}
		</Panel>
	)
}

function Violations({ violations, dropped }: { violations: SimState["violations"]; dropped: number }) {
	if (violations.length === 0) {
		return (
			<p className="flex items-center gap-2 border-b border-hairline px-3 py-2 text-ok md:px-4">
				<CircleCheck aria-hidden="true" className="size-4 shrink-0" />
				The bot has kept all of Discord's rules.
			</p>
		)
	}
	return (
		<div className="border-b border-hairline px-3 py-2 md:px-4">
			<p className="flex items-center gap-2 font-medium text-warn">
				<TriangleAlert aria-hidden="true" className="size-4 shrink-0" />
				{plural(violations.length + dropped, "broken rule")}
			</p>
			<ul className="max-h-48 overflow-y-auto">
				{violations
					.toReversed()
					.slice(0, 20)
					.map(({ time, rule, detail }, i) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: two alike at one instant are two
						<li key={`${time} ${i}`} className="pt-1">
							<code className="font-mono text-xs">{rule}</code>{" "}
							<ForeignText className="break-words text-muted">{detail}</ForeignText>{" "}
							<Time at={time} className="text-xs text-faint" />
						</li>
					))}
			</ul>
		</div>
	)
}
