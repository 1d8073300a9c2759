import { Figure, Figures } from "../../components/figure"
import { useDashboardStats } from "../../hooks/use-dashboard-stats"
import { formatCount, formatMs, formatRate } from "../../lib/format"
import { ackMark, errorMark, lateMark, rateText } from "./command-rules"

const unused = "no use in 5 min"

/** All commands together. */
export function CommandsPulse() {
	const { stats } = useDashboardStats()
	const loading = stats === null
	const { commands, interactions, commandsToday } = stats ?? {}
	const text = <T,>(value: T | null | undefined, format: (value: T) => string) =>
		value == null ? null : format(value)
	return (
		<Figures label="All commands">
			<Figure
				loading={loading}
				name="Commands/min"
				value={text(commands?.perMin, formatRate)}
				missing="not counted yet"
				detail={text(commandsToday, (n) => `${formatCount(n)} today`)}
			/>
			<Figure
				loading={loading}
				name="Answered, p95"
				value={text(commands?.latency?.p95, (ms) => `${formatMs(ms)} ms`)}
				missing={unused}
				detail={text(commands?.latency?.p50, (ms) => `p50 ${formatMs(ms)} ms`)}
			/>
			<Figure
				loading={loading}
				name="Ack p99"
				value={text(interactions?.ack?.p99, (ms) => `${formatMs(ms)} ms`)}
				missing={unused}
				mark={ackMark(interactions?.ack?.p99 ?? null)}
				detail={text(interactions?.headroomP99Ms, (ms) => `${formatMs(Math.max(0, ms))} ms to spare`)}
			/>
			<Figure
				loading={loading}
				name="Error rate"
				value={text(commands?.errorRate, rateText)}
				missing={unused}
				mark={errorMark(commands?.errorRate ?? null)}
				detail="of 5 min"
			/>
			<Figure
				loading={loading}
				name="Late"
				value={text(interactions?.nearMiss5m, (n) => `${formatCount(n)} near`)}
				missing="not counted yet"
				mark={lateMark(interactions?.nearMiss5m ?? null, interactions?.missed5m ?? null)}
				detail={text(interactions?.missed5m, (n) => `${formatCount(n)} missed, in 5 min`)}
			/>
			<Figure
				loading={loading}
				name="On the way here"
				value={text(interactions?.transit?.p95, (ms) => `${formatMs(ms)} ms`)}
				missing={unused}
				detail="p95, by two clocks"
			/>
		</Figures>
	)
}
