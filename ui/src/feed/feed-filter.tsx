import type { Line } from "../live/feed"
import { isError } from "../live/log"

/** The feed's views: which lines each one lets through. */
export const views = {
	All: () => true,
	Errors: ({ event }: Line) => isError(event),
	Economy: ({ event }: Line) => event.type.startsWith("economy."),
	Commands: ({ event }: Line) => event.type.startsWith("command."),
	Gateway: ({ event }: Line) => /^(shard|gateway|guild)\./.test(event.type),
}

export type View = keyof typeof views

interface Props {
	view: View
	errors: number
	onChange: (view: View) => void
}

/** The views as toggle buttons, one of them pressed. */
export function FeedFilter({ view, errors, onChange }: Props) {
	return (
		// biome-ignore lint/a11y/useSemanticElements: toggle buttons are no form's fieldset
		<div role="group" aria-label="Show" className="flex flex-wrap gap-1.5 pointer-coarse:gap-y-3">
			{(Object.keys(views) as View[]).map((name) => (
				<button
					key={name}
					type="button"
					aria-pressed={name === view}
					onClick={() => onChange(name)}
					className="relative h-7 rounded-full border border-control px-2.5 text-xs font-medium text-muted hover:bg-raised aria-pressed:border-brand aria-pressed:bg-raised aria-pressed:text-text forced-colors:aria-pressed:forced-color-adjust-none forced-colors:aria-pressed:bg-[SelectedItem] forced-colors:aria-pressed:text-[SelectedItemText] pointer-coarse:h-8 pointer-coarse:after:absolute pointer-coarse:after:inset-x-0 pointer-coarse:after:-inset-y-1.5 max-md:px-2"
				>
					{name}
					{name === "Errors" && errors > 0 && <span className="ml-1 text-error tabular-nums">{errors}</span>}
				</button>
			))}
		</div>
	)
}
