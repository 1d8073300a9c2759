import { formatCount } from "../lib/format"

interface Props {
	received: number
	lost: number
	/** The number of the newest event. */
	last: number | undefined
}

/** How complete the feed is: events never received among those that happened while the page was open. */
export function ContinuityLine({ received, lost, last }: Props) {
	return (
		<p
			data-testid="continuity"
			data-seq={last}
			title="Events that could not be fetched again, of all this page has followed since it was opened"
			className={`pt-2 text-xs tabular-nums ${lost > 0 ? "font-medium text-warn" : "text-faint"}`}
		>
			{formatCount(lost)} lost of {formatCount(received + lost)}
		</p>
	)
}
