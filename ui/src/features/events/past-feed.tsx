import { useRef } from "react"
import { PanelFault } from "../../components/panel-fault"
import { SmallButton } from "../../components/small-button"
import { FeedFilter } from "../../feed/feed-filter"
import { FeedLines } from "../../feed/feed-lines"
import { everything, type Filter, isEverything } from "../../feed/filter"
import { useOpenEvent } from "../../feed/use-open-event"
import { useKeys } from "../../hooks/use-keys"
import { plural } from "../../lib/format"
import { JumpToTime } from "./jump-to-time"
import { usePast } from "./use-past"

interface Props {
	filter: Filter
	onFilter: (filter: Filter) => void
	/** The number before which the history begins; null for the newest event. */
	before: number | null
	onJump: (before: number | null) => void
}

/** The log as it was, from a moment backwards. Older events come as one scrolls. */
export function PastFeed({ filter, onFilter, before, onJump }: Props) {
	const { answer, lines, older } = usePast(filter, before)
	const [, open] = useOpenEvent()
	const list = useRef<HTMLDivElement>(null)
	const field = useRef<HTMLInputElement>(null)
	useKeys({ "/": () => field.current?.focus() })
	return (
		<section aria-label="History" className="flex min-h-0 flex-1 flex-col">
			<div className="flex flex-wrap items-center gap-x-4 gap-y-2 pb-2.5">
				<FeedFilter filter={filter} onChange={onFilter} errors={0} field={field} />
				<JumpToTime isBack={before !== null} onJump={onJump} />
			</div>
			<div className="relative flex h-[70dvh] min-h-72 flex-col overflow-hidden rounded-md border border-hairline bg-surface md:h-auto md:flex-1">
				{answer.isError && <PanelFault answer={answer} />}
				<FeedLines
					label="History"
					lines={lines}
					events={noEvents}
					gaps={noGaps}
					away={null}
					actions={noActions}
					list={list}
					loading={answer.isPending}
					onReading={ignore}
					onOpen={open}
					onEnd={older}
				/>
				{answer.isSuccess && lines.length === 0 && !answer.hasNextPage && (
					<Nothing isFiltered={!isEverything(filter)} onClear={() => onFilter(everything)} />
				)}
			</div>
			<div className="flex h-10 items-center gap-3 text-xs text-faint tabular-nums" role="status">
				{plural(lines.length, "event")}
				{answer.isFetching && ", looking for older ones"}
				{answer.isSuccess && !answer.hasNextPage && ", and no older one"}
				{answer.hasNextPage && !answer.isFetching && <SmallButton onClick={older}>Older</SmallButton>}
			</div>
		</section>
	)
}

const noEvents: never[] = []
const noGaps: never[] = []
const ignore = () => {}
const noActions = { loadGap: async () => {}, skipGap: ignore, awayRead: ignore }

function Nothing({ isFiltered, onClear }: { isFiltered: boolean; onClear: () => void }) {
	return (
		<div className="absolute inset-0 flex flex-col items-center justify-center gap-3 text-muted">
			<p>{isFiltered ? "No event in the log matches." : "The log is empty. Try /daily in Discord."}</p>
			{isFiltered && (
				<span>
					<SmallButton onClick={onClear}>Clear</SmallButton>
				</span>
			)}
		</div>
	)
}
