import { usePreference } from "../hooks/use-preference"
import { zone } from "../lib/preferences"

export function toggleZone(): void {
	zone.choose(zone.value() === "utc" ? "local" : "utc")
}

/** Shows times of day in UTC, or where the reader is. */
export function ZoneButton() {
	const utc = usePreference(zone) === "utc"
	return (
		<button
			type="button"
			aria-label={utc ? "UTC times" : "Local times"}
			aria-keyshortcuts="U"
			title={
				utc ? "Times are in UTC. Show them in your own zone (U)" : "Times are local. Show them in UTC (U)"
			}
			onClick={toggleZone}
			className="h-7 shrink-0 rounded-sm px-2 font-mono text-xs text-muted hover:bg-raised hover:text-text pointer-coarse:h-11"
		>
			{utc ? "UTC" : "Local"}
		</button>
	)
}
