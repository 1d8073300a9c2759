import { usePreference } from "../../hooks/use-preference"
import { zone } from "../../lib/preferences"
import { formatEveryWay, formatTimeOfDay } from "../../lib/time"

/** When an hour began: "14:00", and in UTC "14:00Z". */
export function HourTime({ at }: { at: string }) {
	const where = usePreference(zone)
	return (
		<time dateTime={at} title={formatEveryWay(at)}>
			{formatTimeOfDay(at, where).replace(/:\d\d(?=Z?$)/, "")}
		</time>
	)
}
