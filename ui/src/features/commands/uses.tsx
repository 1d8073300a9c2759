import { Link } from "@tanstack/react-router"
import { ForeignText } from "../../components/foreign-text"
import { Missing } from "../../components/missing"
import { Time } from "../../components/time"
import { deadlineMs, nearMs } from "../../lib/deadline"
import { formatMs } from "../../lib/format"
import type { Use } from "./answers"

/** Single uses of a command; each leads to its trace beside the page. */
export function Uses({ label, uses }: { label: string; uses: readonly Use[] }) {
	return (
		<ol aria-label={label} className="divide-y divide-hairline md:max-h-128 md:overflow-y-auto">
			{uses.map((use) => (
				<li key={use.traceId}>
					<UseRow use={use} />
				</li>
			))}
		</ol>
	)
}

function UseRow({ use }: { use: Use }) {
	const { traceId, time, totalMs, ackMs, errorCode, user, guild, shard } = use
	return (
		<Link
			to="."
			search={(before: object) => ({ ...before, event: undefined, trace: traceId })}
			resetScroll={false}
			data-row=""
			className="grid grid-cols-[5rem_1fr_auto] items-center gap-x-3 px-3 py-1.5 hover:bg-raised focus-visible:-outline-offset-2 md:px-4 pointer-coarse:min-h-11"
		>
			<span className="font-medium tabular-nums">
				{totalMs === null ? <Missing why="It has not ended" /> : `${formatMs(totalMs)} ms`}
			</span>
			<span className="flex min-w-0 items-baseline gap-2">
				{user && <ForeignText className="truncate">{user.name}</ForeignText>}
				{guild && <ForeignText className="truncate text-xs text-faint">{guild.name}</ForeignText>}
			</span>
			<Time at={time} className="text-xs whitespace-nowrap text-faint tabular-nums" />
			<span className="col-span-2 col-start-2 flex min-w-0 flex-wrap gap-x-3 text-xs text-muted tabular-nums">
				{errorCode && <ForeignText className="font-mono text-error">{errorCode}</ForeignText>}
				<span className={ackLook(ackMs)}>
					{ackMs === null ? "no answer taken" : `ack after ${formatMs(ackMs)} ms`}
				</span>
				{shard !== null && <span>shard {shard}</span>}
			</span>
		</Link>
	)
}

function ackLook(ms: number | null): string {
	if (ms === null || ms >= deadlineMs) return "font-medium text-error"
	return ms >= nearMs ? "font-medium text-warn" : ""
}
