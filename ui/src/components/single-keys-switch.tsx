import { useId } from "react"
import { usePreference } from "../hooks/use-preference"
import { singleKeys } from "../lib/preferences"

/** Turns keys that need no modifier on or off. */
export function SingleKeysSwitch() {
	const id = useId()
	const on = usePreference(singleKeys) === "on"
	return (
		<div className="flex items-center gap-3">
			<button
				type="button"
				role="switch"
				id={id}
				aria-checked={on}
				onClick={() => singleKeys.choose(on ? "off" : "on")}
				className="flex h-6 w-10 shrink-0 items-center rounded-full border border-control px-0.5 aria-checked:justify-end aria-checked:border-brand"
			>
				<span className={`size-4 rounded-full ${on ? "bg-brand" : "bg-control"}`} />
			</button>
			<label htmlFor={id}>Single keys {on ? "are on" : "are off"}</label>
		</div>
	)
}
