import type { ReactNode } from "react"
import { PageHead } from "../../components/page-head"
import { Panel } from "../../components/panel"
import { useMe } from "../../hooks/use-me"
import { RequestError } from "../../lib/http"
import { CommandPanel } from "./command-panel"
import { CountersPanel } from "./counters-panel"
import { DashboardNow } from "./dashboard-now"
import { FaultsPanel } from "./faults-panel"
import { KnobsPanel } from "./knobs-panel"
import { useSimState } from "./use-simulator"

/** Whether the page is worth a visit: until then nothing links to it. */
export const simulatorBuilt: boolean = true

/** Discord as one wants it: to see what the dashboard makes of it. In the demo only. */
export function SimulatorPage() {
	const me = useMe()
	return (
		<>
			<PageHead title="Simulator">
				<p className="text-xs text-faint">Nothing here reaches the real Discord</p>
			</PageHead>
			{me && !me.sim ? <NoSimulator /> : <Desk />}
		</>
	)
}

function Desk() {
	const answer = useSimState()
	const { data, error } = answer
	if (!data && error instanceof RequestError && error.status === 404) return <NoSimulator />
	if (!data) {
		return (
			<Panel title="Simulated Discord" answer={answer}>
				{(): ReactNode => null}
			</Panel>
		)
	}
	return (
		<div className="grid gap-3 lg:grid-cols-12 lg:gap-4">
			<div className="z-5 col-span-full lg:sticky lg:top-13">
				<DashboardNow />
			</div>
			<div className="flex min-w-0 flex-col gap-3 lg:col-span-7 lg:gap-4">
				<CommandPanel state={data} />
				<FaultsPanel state={data} />
			</div>
			<div className="flex min-w-0 flex-col gap-3 lg:col-span-5 lg:gap-4">
				<KnobsPanel settings={data.settings} />
				<CountersPanel answer={answer} />
			</div>
		</div>
	)
}

function NoSimulator() {
	return (
		<p className="text-muted">
			There is no simulated Discord here: this bot is connected to a real one. Start{" "}
			<code className="font-mono text-xs text-text">aurora demo</code> to play with one.
		</p>
	)
}
