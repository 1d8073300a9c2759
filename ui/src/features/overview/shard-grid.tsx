import { memo } from "react"
import { PanelFrame } from "../../components/panel"
import { ShardState } from "../../components/shard-state"
import { formatMs, notMeasured } from "../../lib/format"
import type { DashboardStats } from "../../live/stats"
import { DetailsLink } from "./details-link"

type Gateway = NonNullable<DashboardStats["gateway"]>
type Shard = NonNullable<Gateway["shards"]>[number]

/** Each shard as a tile: its state as a word, a shape and a colour, and its latency. */
export const ShardGrid = memo(function ShardGrid({ gateway }: { gateway: Gateway | null }) {
	const { shards, shardsReady, shardsTotal } = gateway ?? {}
	const more = (shardsTotal ?? 0) - (shards?.length ?? 0)
	const ready = shardsReady != null && shardsTotal != null && `${shardsReady} of ${shardsTotal} ready`
	return (
		<PanelFrame
			title="Shards"
			aside={
				<>
					<span
						className={`text-xs tabular-nums ${isWhole(gateway) ? "text-muted" : "font-medium text-warn"}`}
					>
						{ready}
					</span>
					<DetailsLink to="/shards" of="the shards" />
				</>
			}
		>
			<ul className="grid max-h-52 min-h-20 grid-cols-[repeat(auto-fill,minmax(7.5rem,1fr))] content-start gap-2 overflow-y-auto p-3 md:px-4">
				{shards?.map((shard) => (
					<Tile key={shard.id} shard={shard} />
				))}
				{gateway && !shards && <li className="text-muted">Not known yet: the gateway has not answered.</li>}
			</ul>
			{more > 0 && shards && (
				<p className="px-3 pb-3 text-xs text-muted md:px-4">
					The {shards.length} worst; {more} more are not shown.
				</p>
			)}
		</PanelFrame>
	)
})

function isWhole(gateway: Gateway | null): boolean {
	return !gateway || gateway.shardsReady === null || gateway.shardsReady === gateway.shardsTotal
}

function Tile({ shard }: { shard: Shard }) {
	const { id, state, latencyMs, guilds } = shard
	return (
		<li
			title={guilds === null ? undefined : `${guilds} guilds`}
			className="flex min-w-0 flex-col gap-0.5 rounded-sm border border-hairline px-2 py-1.5"
		>
			<span className="flex items-baseline justify-between gap-2 tabular-nums">
				<span className="text-xs text-muted">
					<span className="sr-only">Shard </span>
					<span aria-hidden="true">#</span>
					{id}
				</span>
				<span className="font-medium">{latencyMs === null ? notMeasured : `${formatMs(latencyMs)} ms`}</span>
			</span>
			<span className="text-xs">
				<ShardState state={state} />
			</span>
		</li>
	)
}
