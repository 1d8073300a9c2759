import { Link } from "@tanstack/react-router"
import type { ReactNode } from "react"
import type { Column } from "../../components/data-table"
import { Missing } from "../../components/missing"
import { ShardState } from "../../components/shard-state"
import { Time } from "../../components/time"
import { formatCount, formatMs, formatRate } from "../../lib/format"
import type { Shard } from "./answers"
import { closeText } from "./close-codes"

/** What is told of each shard. */
export const shardColumns: readonly Column<Shard>[] = [
	{
		key: "name",
		name: "Shard",
		prose: true,
		value: ({ id }) => id,
		cell: ({ id, state }) => (
			<span className="inline-flex items-center gap-3">
				<Link
					to="."
					search={(before: object) => ({ ...before, shard: String(id) })}
					resetScroll={false}
					data-row=""
					aria-label={`Shard ${id}`}
					className="inline-flex min-h-6 min-w-6 items-center rounded-sm font-medium hover:underline pointer-coarse:min-h-11"
				>
					{id}
				</Link>
				<ShardState state={state} />
			</span>
		),
	},
	{
		key: "since",
		name: "Since",
		hint: "When it came into this state",
		value: ({ since }) => (since === null ? null : Date.parse(since)),
		cell: ({ since }) => (since === null ? <Missing why="It has not reported yet" /> : <Time at={since} />),
	},
	{
		key: "latency",
		name: "Latency",
		hint: "Of the last heartbeat",
		value: ({ latencyMs }) => latencyMs,
		cell: ({ latencyMs }) =>
			cell(latencyMs, (ms) => `${formatMs(ms)} ms`, "No heartbeat was acknowledged on this connection"),
	},
	counted("missed", "Missed acks", "Heartbeats in a row without an answer", ({ missedAcks }) => missedAcks),
	counted("guilds", "Guilds", "That this shard serves", ({ guilds }) => guilds),
	counted("unavailable", "Unavailable", "Guilds that Discord does not serve now", (s) => s.unavailable),
	{
		key: "events",
		name: "Events/s",
		hint: "Discord's events, over 10 seconds",
		extra: true,
		value: ({ eventsPerSec }) => eventsPerSec,
		cell: ({ eventsPerSec }) => cell(eventsPerSec, formatRate, "Not measured yet"),
	},
	counted("resumes", "Resumes", "Sessions resumed in 24 hours", ({ resumes24h }) => resumes24h, true),
	counted("identifies", "Sessions", "Sessions begun in 24 hours", (s) => s.identifies24h, true),
	{
		key: "close",
		name: "Last close",
		hint: "Discord's last close code",
		extra: true,
		value: ({ lastCloseCode }) => lastCloseCode,
		cell: ({ lastCloseCode }) =>
			lastCloseCode === null ? (
				<Missing why="Discord has closed no connection with a code" />
			) : (
				<span title={closeText(lastCloseCode)}>{lastCloseCode}</span>
			),
	},
]

function counted(
	key: string,
	name: string,
	hint: string,
	value: (shard: Shard) => number | null,
	extra = false,
): Column<Shard> {
	return { key, name, hint, extra, value, cell: (shard) => cell(value(shard), formatCount, "Not known yet") }
}

function cell(value: number | null, format: (value: number) => string, why: string): ReactNode {
	return value === null ? <Missing why={why} /> : format(value)
}
