import { Link } from "@tanstack/react-router"
import { type FormEvent, useId, useState } from "react"
import { SmallButton } from "../../components/small-button"
import { type Knob, knobValue } from "./knobs"
import { See } from "./see"

interface Props {
	knob: Knob
	/** What it is set to. */
	value: number
	onSet: (value: number) => void
}

/** One knob: its value, to be typed or had at one press, and what will be seen of it. */
export function KnobRow({ knob, value, onSet }: Props) {
	const id = useId()
	const [typed, setTyped] = useState<string | null>(null)
	const [fault, setFault] = useState<string | null>(null)

	function set(next: number) {
		setTyped(null)
		setFault(null)
		onSet(next)
	}
	function submit(event: FormEvent) {
		event.preventDefault()
		const read = knobValue(knob, typed ?? String(value))
		if ("fault" in read) setFault(read.fault)
		else set(read.value)
	}

	return (
		<li className="flex flex-col gap-1.5 border-b border-hairline px-3 py-2.5 last:border-b-0 md:px-4">
			<form noValidate onSubmit={submit} className="flex flex-wrap items-center gap-x-3 gap-y-1">
				<label htmlFor={id} className="mr-auto font-medium">
					{knob.label}
				</label>
				<span className="flex items-center gap-1.5">
					<input
						id={id}
						inputMode="decimal"
						autoComplete="off"
						value={typed ?? String(value)}
						onChange={(event) => setTyped(event.target.value)}
						aria-invalid={fault !== null}
						aria-describedby={`${id}-fault`}
						className="h-7 w-20 rounded-sm border border-control bg-bg px-2 text-right tabular-nums aria-invalid:border-error pointer-coarse:h-11"
					/>
					<span className="w-10 text-xs text-muted">{knob.unit}</span>
					<SmallButton type="submit">Set</SmallButton>
				</span>
			</form>
			<p id={`${id}-fault`} className="text-xs text-error empty:hidden">
				{fault}
			</p>
			<div className="flex flex-wrap gap-1.5">
				{knob.presets.map((preset) => (
					<button
						key={preset.value}
						type="button"
						aria-pressed={preset.value === value}
						onClick={() => set(preset.value)}
						className="h-7 rounded-full border border-control px-2.5 text-xs font-medium text-muted hover:bg-raised aria-pressed:border-brand aria-pressed:bg-raised aria-pressed:text-text pointer-coarse:h-11"
					>
						{preset.label}
					</button>
				))}
			</div>
			<See>
				{knob.see} (
				<Link to={knob.to} className="underline underline-offset-2">
					{knob.where}
				</Link>
				).
			</See>
		</li>
	)
}
