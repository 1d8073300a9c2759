interface Props<T extends string> {
	label: string
	/** The choices with their words. */
	words: Readonly<Record<T, string>>
	value: T
	onChoose: (value: T) => void
}

/** One of a few, all of which are seen. */
export function Choice<T extends string>({ label, words, value, onChoose }: Props<T>) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: toggle buttons are no form's fieldset
		<div
			role="group"
			aria-label={label}
			className="flex shrink-0 rounded-sm border border-control whitespace-nowrap"
		>
			{(Object.keys(words) as T[]).map((each) => (
				<button
					key={each}
					type="button"
					aria-pressed={each === value}
					onClick={() => onChoose(each)}
					className="h-6.5 px-2 text-xs font-medium text-muted first:rounded-l-sm last:rounded-r-sm hover:bg-raised aria-pressed:bg-raised aria-pressed:text-text aria-pressed:underline aria-pressed:decoration-brand aria-pressed:decoration-2 aria-pressed:underline-offset-4 pointer-coarse:h-11"
				>
					{words[each]}
				</button>
			))}
		</div>
	)
}
