import { CircleDashed, Hourglass, X } from "lucide-react"
import { type ReactNode, type RefObject, useEffect, useRef, useState } from "react"
import { SmallButton } from "../components/small-button"
import { formatDuration, plural } from "../lib/format"
import type { Away } from "../live/absence"
import { severities } from "../live/events"
import { type Gap, gapSize } from "../live/past"
import type { Placed } from "./feed-row"

interface GapProps extends Placed {
	gap: Gap
	onLoad: (gap: Gap) => Promise<void>
	onSkip: (gap: Gap) => void
}

/** Events between two rows that the page does not have. */
export function GapRow({ gap, onLoad, onSkip, ...placed }: GapProps) {
	const [state, setState] = useState<"idle" | "loading" | "failed">("idle")
	const count = plural(gapSize(gap), "event")

	function load() {
		setState("loading")
		onLoad(gap).then(
			() => setState("idle"),
			() => setState("failed"),
		)
	}

	return (
		<MarkRow
			{...placed}
			look="border-dashed text-warn"
			icon={<CircleDashed aria-hidden="true" className="size-3.5" />}
		>
			<span className="truncate tabular-nums">
				{gap.gone ? `${count} are no longer kept` : `${count} not loaded`}
				{state === "failed" && ": the server did not answer"}
			</span>
			{!gap.gone && (
				<MarkButton disabled={state === "loading"} onClick={load}>
					{state === "loading" ? "Loading" : "Load"}
				</MarkButton>
			)}
			<MarkButton onClick={() => onSkip(gap)}>{gap.gone ? "Hide" : "Skip"}</MarkButton>
		</MarkRow>
	)
}

interface AwayProps extends Placed {
	away: Away
	onRead: () => void
	/** The reader has scrolled beyond it. */
	onPassed: () => void
}

/** Where the reader left off: all above happened since. */
export function AwayRow({ away, onRead, onPassed, ...placed }: AwayProps) {
	const row = useRef<HTMLElement>(null)
	const bottom = placed.top + placed.height
	useEffect(() => {
		const feed = row.current?.closest("[role=feed]")
		const scrolled = () => feed && feed.scrollTop > bottom && onPassed()
		feed?.addEventListener("scroll", scrolled, { passive: true })
		return () => feed?.removeEventListener("scroll", scrolled)
	}, [bottom, onPassed])
	const told = severities.toReversed().filter((severity) => severity !== "debug" && away.counts[severity])
	return (
		<MarkRow
			element={row}
			{...placed}
			look="text-brand"
			icon={<Hourglass aria-hidden="true" className="size-3.5 shrink-0" />}
		>
			<span className="truncate font-medium tabular-nums">
				{plural(away.until - away.after, "event")} while you were away, {formatDuration(away.ms / 1_000)}
				<span className="font-normal text-muted">
					{told.map((severity) => `, ${away.counts[severity]} ${severity}`)}
				</span>
			</span>
			<button
				type="button"
				aria-label="I have read this"
				title="I have read this"
				onClick={onRead}
				className="grid size-6 shrink-0 place-items-center rounded-sm hover:bg-raised pointer-coarse:size-11"
			>
				<X aria-hidden="true" className="size-3.5" />
			</button>
		</MarkRow>
	)
}

interface MarkProps extends Placed {
	element?: RefObject<HTMLElement | null>
	look: string
	icon: ReactNode
	children: ReactNode
}

function MarkRow({ element, place, top, height, selected, look, icon, children }: MarkProps) {
	return (
		<article
			ref={element}
			tabIndex={selected ? 0 : -1}
			aria-posinset={place}
			aria-setsize={-1}
			data-mark
			style={{ transform: `translateY(${top}px)`, height }}
			className={`absolute inset-x-0 top-0 flex items-center justify-center gap-2 border-b border-hairline bg-bg px-3 text-xs ${look}`}
		>
			{icon}
			{children}
		</article>
	)
}

function MarkButton(props: { children: ReactNode; disabled?: boolean; onClick: () => void }) {
	return (
		<span className="shrink-0">
			<SmallButton
				{...props}
				className="h-6 rounded-sm border border-control px-2 text-xs font-medium text-text hover:bg-raised pointer-coarse:h-11"
			/>
		</span>
	)
}
