import { edgeOf, ShardState } from "../../components/shard-state"
import { Sparkline } from "../../components/sparkline"
import { Time } from "../../components/time"
import { formatMs, notMeasured, plural } from "../../lib/format"
import type { Shard } from "./answers"
import { closeText } from "./close-codes"

interface Props {
	shards: readonly Shard[]
	selected: number | null
	onSelect: (id: number | null) => void
}

const grid = "grid grid-cols-[repeat(auto-fill,minmax(9.5rem,1fr))] gap-2"

/** Each shard as a tile. One of them can be selected: the chart and the log then tell of it. */
export function ShardTiles({ shards, selected, onSelect }: Props) {
	return (
		<ul className={`p-3 md:max-h-120 md:overflow-y-auto md:px-4 ${grid}`}>
			{shards.map((shard) => (
				<li key={shard.id}>
					<Tile
						shard={shard}
						pressed={shard.id === selected}
						onClick={() => onSelect(shard.id === selected ? null : shard.id)}
					/>
				</li>
			))}
		</ul>
	)
}

/** Where the tiles will be. */
export function TilesToCome({ count }: { count: number }) {
	return (
		<div aria-hidden="true" className={grid}>
			{Array.from({ length: count }, (_, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
				<div key={i} className="h-25.5 animate-breathe rounded-sm bg-raised motion-reduce:animate-none" />
			))}
		</div>
	)
}

function Tile({ shard, pressed, onClick }: { shard: Shard; pressed: boolean; onClick: () => void }) {
	const { id, state, since, latencyMs, latencies } = shard
	return (
		<button
			type="button"
			data-row=""
			aria-pressed={pressed}
			onClick={onClick}
			className={`flex w-full min-w-0 flex-col gap-0.5 rounded-sm border border-l-4 border-hairline px-2 py-2 text-left hover:bg-raised aria-pressed:bg-raised aria-pressed:outline-2 aria-pressed:-outline-offset-1 aria-pressed:outline-brand ${edgeOf(state)}`}
		>
			<span className="flex w-full items-baseline justify-between gap-2 tabular-nums">
				<span className="text-xs text-muted">Shard {id}</span>
				<span className="font-semibold">
					{latencyMs === null ? notMeasured : `${formatMs(latencyMs)} ms`}
				</span>
			</span>
			<span className="flex w-full items-center justify-between gap-1 text-xs">
				<ShardState state={state} />
				{since && <Time at={since} className="truncate text-faint" />}
			</span>
			<span className="block h-6 w-full">
				<Sparkline
					points={latencies.map(({ at, ms }) => ({ at: Date.parse(at), value: ms }))}
					format={(ms) => `${formatMs(ms)} ms`}
				/>
			</span>
			<span title={noteOf(shard)} className="w-full truncate text-xs text-faint tabular-nums">
				{noteOf(shard)}
			</span>
		</button>
	)
}

/** What is wrong with the shard, or else how much it has to do. */
export function noteOf({ state, missedAcks, unavailable, guilds, lastCloseCode }: Shard): string {
	if (missedAcks) return `${plural(missedAcks, "heartbeat")} not acknowledged`
	if (state !== "ready" && lastCloseCode !== null) return closeText(lastCloseCode)
	if (unavailable) return `${plural(unavailable, "guild")} unavailable`
	return guilds === null ? "guilds not known yet" : plural(guilds, "guild")
}
