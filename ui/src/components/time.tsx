import { usePreference } from "../hooks/use-preference"
import { useServerTime } from "../hooks/use-server-time"
import { zone } from "../lib/preferences"
import { formatAge, formatEveryWay, formatInstant, formatTimeOfDay } from "../lib/time"

interface Props {
	/** An instant as the server writes it. */
	at: string
	/** How it is said: how long ago, the time of day, or day and time. */
	as?: "age" | "clock" | "instant"
	className?: string
}

/** An instant. What it does not say, it says when pointed at: here, in UTC, and as the server wrote it. */
export function Time({ at, as = "age", className }: Props) {
	return (
		<time dateTime={at} title={formatEveryWay(at)} className={className}>
			{as === "age" ? <Age at={at} /> : <Reading at={at} as={as} />}
		</time>
	)
}

function Age({ at }: { at: string }) {
	return useServerTime((now) => formatAge(at, now))
}

function Reading({ at, as }: { at: string; as: "clock" | "instant" }) {
	const where = usePreference(zone)
	return as === "clock" ? formatTimeOfDay(at, where) : formatInstant(at, where)
}
