import { type ReactNode, useId } from "react"
import { visibleText } from "../../lib/visible-text"

const control = "mt-1 h-8 w-full min-w-0 rounded-sm border border-control bg-bg px-2 pointer-coarse:h-11"

interface Props {
	label: string
	value: string
	onChange: (value: string) => void
	hint?: string
	required?: boolean
}

function Labelled({
	id,
	label,
	hint,
	required,
	children,
}: Omit<Props, "value" | "onChange"> & { id: string; children: ReactNode }) {
	return (
		<div className="min-w-0">
			<label htmlFor={id} className="block truncate text-xs font-medium text-muted" title={hint}>
				{label}
				{required === false && <span className="font-normal text-faint"> (optional)</span>}
			</label>
			{children}
		</div>
	)
}

interface ChoiceProps extends Props {
	choices: readonly { readonly id: string; readonly name: string }[]
	/** Offered as the choice of none. */
	none?: string
}

/** One of many, by name. */
export function Choice({ value, onChange, choices, none, ...label }: ChoiceProps) {
	const id = useId()
	return (
		<Labelled id={id} {...label}>
			<select id={id} value={value} onChange={(event) => onChange(event.target.value)} className={control}>
				{none !== undefined && <option value="">{none}</option>}
				{choices.map((choice) => (
					<option key={choice.id} value={choice.id}>
						{visibleText(choice.name)}
					</option>
				))}
			</select>
		</Labelled>
	)
}

/** A line of text, or a number. */
export function Line({ value, onChange, numeric, ...label }: Props & { numeric: boolean }) {
	const id = useId()
	return (
		<Labelled id={id} {...label}>
			<input
				id={id}
				value={value}
				onChange={(event) => onChange(event.target.value)}
				inputMode={numeric ? "numeric" : "text"}
				autoComplete="off"
				placeholder={label.hint}
				className={`${control} placeholder:text-faint`}
			/>
		</Labelled>
	)
}
