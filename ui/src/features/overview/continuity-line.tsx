import { formatCount } from "../../lib/format"

/** How complete the feed is: events never received among those that happened while the page was open. */
export function ContinuityLine({ received, lost }: { received: number; lost: number }) {
	return (
		<p
			data-testid="continuity"
			title="Events that could not be fetched again, of all this page has followed since it was opened"
			className={`pt-2 text-xs tabular-nums ${lost > 0 ? "font-medium text-warn" : "text-faint"}`}
		>
			{formatCount(lost)} lost of {formatCount(received + lost)}
		</p>
	)
}
