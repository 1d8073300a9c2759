import { useId } from "react"
import { visibleText } from "../../lib/visible-text"
import type { Ref } from "./economy"

interface Props {
	label: string
	value: string
	onChange: (value: string) => void
	placeholder: string
	/** What is offered while one types. */
	known?: readonly Ref[]
	fault?: string | undefined
}

/** A line to type a name, an id or a reference into. */
export function Field({ label, value, onChange, placeholder, known, fault }: Props) {
	const id = useId()
	return (
		<div className="min-w-0">
			<label htmlFor={id} className="block text-xs font-medium text-muted">
				{label}
			</label>
			<input
				id={id}
				value={value}
				onChange={(event) => onChange(event.target.value)}
				placeholder={placeholder}
				autoComplete="off"
				spellCheck={false}
				list={known && `${id}-known`}
				aria-invalid={fault !== undefined}
				aria-describedby={fault === undefined ? undefined : `${id}-fault`}
				className="mt-1 h-8 w-full rounded-sm border border-control bg-bg px-2.5 placeholder:text-faint aria-invalid:border-error pointer-coarse:h-11"
			/>
			{known && (
				<datalist id={`${id}-known`}>
					{known.map((ref) => (
						<option key={ref.id} value={ref.id}>
							{visibleText(ref.name)}
						</option>
					))}
				</datalist>
			)}
			{fault !== undefined && (
				<p id={`${id}-fault`} className="pt-1 text-xs text-error">
					{fault}
				</p>
			)}
		</div>
	)
}
