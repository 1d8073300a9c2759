import { Choice } from "../../components/choice"
import { PanelFrame } from "../../components/panel"
import { SingleKeysSwitch } from "../../components/single-keys-switch"
import { usePreference } from "../../hooks/use-preference"
import { theme, zone } from "../../lib/preferences"
import { Fact, Facts } from "./facts"

const themes = { system: "As the system", dark: "Dark", light: "Light" } as const
const zones = { local: "Local", utc: "UTC" } as const

/** How this browser shows the dashboard. Nobody else's does alike for it. */
export function BrowserPanel() {
	return (
		<PanelFrame title="This browser">
			<div className="flex flex-col gap-3 p-3 md:px-4">
				<Facts>
					<Fact name="Theme">
						<Choice label="Theme" words={themes} value={usePreference(theme)} onChoose={theme.choose} />
					</Fact>
					<Fact name="Times">
						<Choice label="Times" words={zones} value={usePreference(zone)} onChoose={zone.choose} />
					</Fact>
				</Facts>
				<SingleKeysSwitch />
			</div>
		</PanelFrame>
	)
}
