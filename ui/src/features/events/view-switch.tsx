interface Props {
	isPast: boolean
	onChange: (isPast: boolean) => void
}

/** Between what happens and what has happened. */
export function ViewSwitch({ isPast, onChange }: Props) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: toggle buttons are no form's fieldset
		<div role="group" aria-label="View" className="flex rounded-sm border border-control">
			<Choice pressed={!isPast} onClick={() => onChange(false)}>
				Live
			</Choice>
			<Choice pressed={isPast} onClick={() => onChange(true)}>
				History
			</Choice>
		</div>
	)
}

function Choice(props: { pressed: boolean; onClick: () => void; children: string }) {
	return (
		<button
			type="button"
			aria-pressed={props.pressed}
			onClick={props.onClick}
			className="h-6.5 px-2.5 text-xs font-medium text-muted first:rounded-l-sm last:rounded-r-sm hover:bg-raised aria-pressed:bg-raised aria-pressed:text-text aria-pressed:underline aria-pressed:decoration-brand aria-pressed:decoration-2 aria-pressed:underline-offset-4 pointer-coarse:h-11"
		>
			{props.children}
		</button>
	)
}
