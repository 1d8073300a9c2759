import { ForeignText } from "../../components/foreign-text"
import { change, fractionOf, largestFirst } from "./amounts"
import { type Economy, kindName } from "./economy"
import { Part } from "./part"

/** Where coins came from and where they went, by kind. */
export function FlowPanel({ economy, className }: { economy: Economy | undefined; className: string }) {
	return (
		<Part title="Faucets and sinks" className={className} economy={economy}>
			{({ faucet24h, sink24h }) => {
				const [faucets, sinks] = [largestFirst(faucet24h), largestFirst(sink24h)]
				const most = larger(faucets[0]?.[1], sinks[0]?.[1])
				return (
					<div className="flex flex-col gap-4 p-3 md:px-4">
						<Flows
							title="In"
							flows={faucets}
							most={most}
							sign={1n}
							colour="bg-economy"
							none="No coins were issued."
						/>
						<Flows
							title="Out"
							flows={sinks}
							most={most}
							sign={-1n}
							colour="bg-info"
							none="No coins were burned."
						/>
					</div>
				)
			}}
		</Part>
	)
}

interface Props {
	title: string
	/** The largest first. */
	flows: readonly [kind: string, amount: bigint][]
	/** The largest of all flows. */
	most: bigint
	sign: 1n | -1n
	colour: string
	none: string
}

function Flows({ title, flows, most, sign, colour, none }: Props) {
	return (
		<div>
			<h3 className="text-xs font-medium text-muted">{title}</h3>
			{flows.length === 0 && <p className="pt-1 text-faint">{none}</p>}
			<ul>
				{flows.map(([kind, amount]) => (
					<li key={kind} className="pt-1.5">
						<div className="flex justify-between gap-4">
							<ForeignText className="truncate">{kindName(kind)}</ForeignText>
							<span className="font-medium tabular-nums">{change(sign * amount)}</span>
						</div>
						<div className="mt-1 h-1.5 rounded-full bg-raised">
							<div
								style={{ width: `${100 * fractionOf(amount, 0n, most)}%` }}
								className={`h-full min-w-0.5 rounded-full forced-colors:bg-[CanvasText] ${colour}`}
							/>
						</div>
					</li>
				))}
			</ul>
		</div>
	)
}

function larger(a = 1n, b = 1n): bigint {
	return [a, b].toSorted((a, b) => (a > b ? -1 : 1))[0] ?? 1n
}
