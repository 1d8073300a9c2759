import type { ReactNode } from "react"
import { notMeasured } from "../lib/format"
import { HealthMark, type Mark } from "./health-mark"
import { MovingNumber } from "./moving-number"

interface Props {
	label: string
	/** Null while loading. */
	value: Measured | null
	/** How that is, where there is a rule for it. */
	mark?: Mark | null
	/** What it was at the same hour yesterday, or by how much it changed since; neither good nor bad. */
	delta?: string | undefined
	detail?: string | undefined
	/** A small picture of the last minutes. */
	children?: ReactNode
	/** The label as the way to the details, made to cover the card. */
	link: (label: ReactNode, className: string) => ReactNode
}

/** A value with its unit, or in a few words why there is none. */
export type Measured =
	| {
			readonly number: number
			readonly format: (value: number) => string
			readonly unit?: string
			/** Where the number cannot say it exactly. */
			readonly text?: string
			/** The value in full, and of when it is. */
			readonly exact: string
	  }
	| { readonly missing: string }

/** One figure of the overview, of the same size while loading. With the focus it says its exact value. */
export function StatCard({ label, value, mark, delta, detail, children, link }: Props) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: a card is no form's fieldset
		<div
			role="group"
			aria-label={label}
			aria-busy={value === null}
			className="group relative min-w-0 rounded-md border border-hairline bg-surface px-3 py-2.5 hover:border-control md:px-4 md:py-3"
		>
			<div className="flex h-5 min-w-0 items-center justify-between gap-2">
				{link(label, "truncate text-xs font-medium text-muted after:absolute after:inset-0 after:rounded-md")}
				{mark && <HealthMark {...mark} />}
			</div>
			<div className="flex h-9 min-w-0 items-baseline gap-2">
				<div className="min-w-0 truncate text-value font-semibold tracking-tight tabular-nums">
					{value ? <Value {...value} /> : <Skeleton />}
				</div>
				{delta && <span className="truncate text-xs text-muted tabular-nums">{delta}</span>}
			</div>
			<div className="h-7.5">{children}</div>
			<div className="h-4 truncate text-xs text-faint tabular-nums">
				{value && ("missing" in value ? value.missing : detail)}
			</div>
			{value && <Exact value={value} />}
		</div>
	)
}

function Value(value: Measured) {
	if ("missing" in value) {
		return (
			<span data-testid="value" className="text-faint">
				<span aria-hidden="true">{notMeasured}</span>
				<span className="sr-only">Not measured</span>
			</span>
		)
	}
	const { number, format, unit, text = format(number) } = value
	const tail = unit ? ` ${unit}` : ""
	return (
		<>
			<span data-testid="value" className="sr-only">
				{text}
				{tail}
			</span>
			<MovingNumber value={number} format={format} text={text} />
			{unit && (
				<span aria-hidden="true" className="text-base font-medium text-muted">
					{tail}
				</span>
			)}
		</>
	)
}

/** What the card leaves out, while it has the focus or the mouse. */
function Exact({ value }: { value: Measured }) {
	return (
		<div className="pointer-events-none absolute top-full left-2 z-20 mt-1 hidden w-max max-w-64 rounded-sm border border-control bg-raised px-2 py-1 text-xs shadow-lg group-hover:block group-focus-within:block">
			{"missing" in value ? `Not measured: ${value.missing}` : value.exact}
		</div>
	)
}

function Skeleton() {
	return (
		<span className="mt-1 block h-6 w-20 animate-breathe rounded-sm bg-raised motion-reduce:animate-none" />
	)
}
