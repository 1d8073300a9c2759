import { X } from "lucide-react"
import { IconButton } from "../components/icon-button"
import { Keys } from "../components/keys"
import { Modal } from "../components/modal"
import { SingleKeysSwitch } from "../components/single-keys-switch"
import { paletteKeys } from "./palette-keys"
import type { Place } from "./place"

const everywhere: [string, string][] = [
	[paletteKeys, "Command palette"],
	["Space", "Pause and resume"],
	["U", "Times in UTC or local"],
	["?", "This help"],
	["Esc", "Close what lies over the page"],
]

const inLists: [string, string][] = [
	["J", "Next row"],
	["K", "Row before"],
	["Enter", "Open the row"],
	["E", "Errors only"],
	["/", "Filter"],
]

/** What the keys do, and the switch that turns the single ones off. */
export function KeyboardHelp({ places, onClose }: { places: readonly Place[]; onClose: () => void }) {
	return (
		<Modal label="Keyboard shortcuts" onClose={onClose}>
			<div className="flex min-h-12 items-center justify-between border-b border-hairline px-4">
				<p aria-hidden="true" className="text-base font-semibold">
					Keyboard shortcuts
				</p>
				<IconButton icon={X} label="Close" onClick={onClose} />
			</div>
			<div className="grid min-h-0 gap-x-8 gap-y-4 overflow-y-auto p-4 md:grid-cols-2">
				<Shortcuts title="Everywhere" keys={everywhere} />
				<Shortcuts title="In lists of events" keys={inLists} />
				<Shortcuts
					title="Pages"
					keys={places.map(({ letter, label }) => [`G ${letter.toUpperCase()}`, label])}
				/>
				<div className="md:self-end">
					<SingleKeysSwitch />
				</div>
			</div>
		</Modal>
	)
}

function Shortcuts({ title, keys }: { title: string; keys: readonly (readonly [string, string])[] }) {
	return (
		<section>
			<h3 className="mb-1 text-xs font-medium text-muted">{title}</h3>
			<dl>
				{keys.map(([key, does]) => (
					<div key={key} className="flex min-h-7 items-center justify-between gap-3">
						<dt className="order-2">
							<Keys>{key}</Keys>
						</dt>
						<dd>{does}</dd>
					</div>
				))}
			</dl>
		</section>
	)
}
