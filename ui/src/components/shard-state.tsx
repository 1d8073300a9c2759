import { CircleCheck, CircleDashed, CircleX, LoaderCircle, type LucideIcon, Skull } from "lucide-react"
import type { DashboardStats } from "../live/stats"

type Shards = NonNullable<NonNullable<DashboardStats["gateway"]>["shards"]>
type State = NonNullable<Shards[number]["state"]>

const looks: Record<State, { icon: LucideIcon; colour: string; edge: string }> = {
	ready: { icon: CircleCheck, colour: "text-ok", edge: "border-l-ok" },
	connecting: { icon: LoaderCircle, colour: "text-info", edge: "border-l-info" },
	identifying: { icon: LoaderCircle, colour: "text-info", edge: "border-l-info" },
	resuming: { icon: LoaderCircle, colour: "text-warn", edge: "border-l-warn" },
	disconnected: { icon: CircleX, colour: "text-error", edge: "border-l-error" },
	zombie: { icon: Skull, colour: "text-error", edge: "border-l-error" },
}
const unknown = { icon: CircleDashed, colour: "text-faint", edge: "border-l-control" }

/** A shard's state as shape, colour and word. */
export function ShardState({ state }: { state: State | null }) {
	const { icon: Icon, colour } = state ? looks[state] : unknown
	return (
		<span className={`inline-flex items-center gap-1 ${colour}`}>
			<Icon aria-hidden="true" className="size-3.5 shrink-0" strokeWidth={2.25} />
			{state ?? "not known"}
		</span>
	)
}

/** The colour of the edge of what shows a shard. */
export function edgeOf(state: State | null): string {
	return (state ? looks[state] : unknown).edge
}
