import type { ReactNode } from "react"
import { notMeasured } from "../lib/format"
import { HealthMark, type Mark } from "./health-mark"

/** Figures beside each other, as many as there is room for. */
export function Figures({ label, children }: { label: string; children: ReactNode }) {
	return (
		<section aria-label={label}>
			<dl className="grid grid-cols-2 gap-px overflow-hidden rounded-md border border-hairline bg-hairline md:grid-cols-3 lg:grid-cols-6">
				{children}
			</dl>
		</section>
	)
}

interface Props {
	name: string
	/** The value with its unit; null where there is none. */
	value: string | null
	/** Why there is none. */
	missing: string
	/** How that is, where there is a rule for it. */
	mark?: Mark | null | undefined
	/** What belongs to the value. */
	detail?: ReactNode
	/** While the first answer is on its way. */
	loading: boolean
}

/** One of them: of the same size whether it is there, missing or on its way. */
export function Figure({ name, value, missing, mark, detail, loading }: Props) {
	return (
		<div className="flex min-w-0 flex-col gap-0.5 bg-surface px-3 py-2.5 md:px-4">
			<dt className="flex min-h-5 min-w-0 flex-wrap items-center justify-between gap-x-2 text-xs font-medium text-muted">
				<span>{name}</span>
				{mark && <HealthMark {...mark} />}
			</dt>
			<dd aria-busy={loading} className="min-w-0 tabular-nums">
				{loading ? (
					<span className="my-1 block h-5 w-16 animate-breathe rounded-sm bg-raised motion-reduce:animate-none" />
				) : (
					<span className={`block truncate text-xl font-semibold ${value === null ? "text-faint" : ""}`}>
						{value ?? <span aria-hidden="true">{notMeasured}</span>}
					</span>
				)}
				<span className="block min-h-4 text-xs text-faint">
					{!loading && (value === null ? missing : detail)}
				</span>
			</dd>
		</div>
	)
}
