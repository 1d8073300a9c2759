import type { ReactNode } from "react"
import { notMeasured } from "../lib/format"

interface Props {
	label: string
	/** Null while loading. */
	value: Measured | null
	detail?: string | undefined
	spark?: ReactNode
}

/** A value with its unit, or why there is none. */
export type Measured =
	| { readonly text: string; readonly unit?: string; readonly exact?: string | undefined }
	| { readonly missing: string }

/** One figure of the overview; of the same size while loading. */
export function StatCard({ label, value, detail, spark }: Props) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: a card is no form's fieldset
		<div
			role="group"
			aria-label={label}
			aria-busy={value === null}
			className="min-w-0 rounded-md border border-hairline bg-surface px-3 py-2.5 md:px-4 md:py-3"
		>
			<div className="truncate text-xs font-medium text-muted">{label}</div>
			<div className="mt-1 h-8 truncate text-value font-semibold tracking-tight tabular-nums">
				{value ? <Value {...value} /> : <Skeleton />}
			</div>
			<div className="mt-0.5 flex h-5 items-end justify-between gap-3">
				<span className="max-w-full shrink-0 truncate text-xs text-faint tabular-nums">
					{value && detail}
				</span>
				{spark && <span className="max-w-24 min-w-0 flex-1">{spark}</span>}
			</div>
		</div>
	)
}

function Value(value: Measured) {
	if ("missing" in value) {
		return (
			<span data-testid="value" title={value.missing} className="text-faint">
				<span aria-hidden="true">{notMeasured}</span>
				<span className="sr-only">{value.missing}</span>
			</span>
		)
	}
	return (
		<span data-testid="value" title={value.exact}>
			{value.text}
			{value.unit && <span className="text-base font-medium text-muted"> {value.unit}</span>}
		</span>
	)
}

function Skeleton() {
	return (
		<span className="mt-1 block h-6 w-20 animate-breathe rounded-sm bg-raised motion-reduce:animate-none" />
	)
}
