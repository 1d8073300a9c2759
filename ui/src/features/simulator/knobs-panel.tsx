import { PanelFrame } from "../../components/panel"
import { KnobRow } from "./knob-row"
import { knobs } from "./knobs"
import { Refusal } from "./refusal"
import type { SimSettings } from "./sim-state"
import { useSettings } from "./use-simulator"

/** How the simulated Discord behaves from now on. */
export function KnobsPanel({ settings }: { settings: SimSettings }) {
	const { mutate, error } = useSettings()
	return (
		<PanelFrame title="Weather">
			{error && <Refusal error={error} />}
			<ul>
				{knobs.map((knob) => (
					<KnobRow
						key={knob.name}
						knob={knob}
						value={settings[knob.name]}
						onSet={(value) => mutate({ [knob.name]: value })}
					/>
				))}
			</ul>
		</PanelFrame>
	)
}
