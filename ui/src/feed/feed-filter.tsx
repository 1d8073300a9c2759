import { type RefObject, useId, useState } from "react"
import type { Filter } from "./filter"
import { parseWords, wordsOf } from "./filter-words"
import { type PresetName, presetNames, presetOf, withPreset } from "./presets"

interface Props {
	filter: Filter
	onChange: (filter: Filter) => void
	/** How many errors are known, beside their button; nothing for 0. */
	errors: number
	/** The field, for who wants to put the focus there. */
	field?: RefObject<HTMLInputElement | null>
}

/** The presets as toggle buttons, and a field for everything else. */
export function FeedFilter({ filter, onChange, errors, field }: Props) {
	const pressed = presetOf(filter)
	return (
		<div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-2 max-md:basis-full">
			{/* biome-ignore lint/a11y/useSemanticElements: toggle buttons are no form's fieldset */}
			<div role="group" aria-label="Show" className="flex flex-wrap gap-1.5 pointer-coarse:gap-y-3">
				{presetNames.map((name) => (
					<PresetButton
						key={name}
						name={name}
						pressed={name === pressed}
						errors={name === "Errors" ? errors : 0}
						onClick={() => onChange(withPreset(filter, name))}
					/>
				))}
			</div>
			<FilterField filter={filter} onChange={onChange} field={field} />
		</div>
	)
}

interface PresetProps {
	name: PresetName
	pressed: boolean
	errors: number
	onClick: () => void
}

function PresetButton({ name, pressed, errors, onClick }: PresetProps) {
	return (
		<button
			type="button"
			aria-pressed={pressed}
			onClick={onClick}
			className="relative h-7 rounded-full border border-control px-2.5 text-xs font-medium text-muted hover:bg-raised aria-pressed:border-brand aria-pressed:bg-raised aria-pressed:text-text forced-colors:aria-pressed:forced-color-adjust-none forced-colors:aria-pressed:bg-[SelectedItem] forced-colors:aria-pressed:text-[SelectedItemText] pointer-coarse:h-8 pointer-coarse:after:absolute pointer-coarse:after:inset-x-0 pointer-coarse:after:-inset-y-1.5 max-md:px-2"
		>
			{name}
			{errors > 0 && <span className="ml-1 text-error tabular-nums">{errors}</span>}
		</button>
	)
}

/** The filter as words. While it has the focus it shows what is typed, else what the URL says. */
function FilterField({ filter, onChange, field }: Omit<Props, "errors">) {
	const [draft, setDraft] = useState<string | null>(null)
	const id = useId()
	const problem = draft === null ? null : parseWords(draft).problem

	function typed(text: string) {
		setDraft(text)
		const { filter: next, problem } = parseWords(text)
		if (!problem) onChange(next)
	}

	return (
		<div className="relative min-w-44 flex-1 md:max-w-96">
			<input
				ref={field}
				type="search"
				aria-label="Filter events"
				aria-keyshortcuts="/"
				aria-invalid={problem !== null}
				aria-describedby={id}
				placeholder="Filter: sev: type: shard: user: or text"
				spellCheck={false}
				autoComplete="off"
				value={draft ?? wordsOf(filter)}
				onFocus={() => setDraft(wordsOf(filter))}
				onBlur={() => setDraft(null)}
				onChange={(change) => typed(change.target.value)}
				className="h-7 w-full rounded-sm border border-control bg-surface px-2.5 text-xs placeholder:text-faint aria-invalid:border-error pointer-coarse:h-11"
			/>
			<p
				id={id}
				role="status"
				className="absolute top-full left-0 z-10 mt-1 rounded-sm border border-error bg-raised px-2 py-1 text-xs text-error empty:hidden"
			>
				{problem}
			</p>
		</div>
	)
}
