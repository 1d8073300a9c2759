import { DeadlineBar } from "../../components/deadline-bar"
import { Figure, Figures } from "../../components/figure"
import { Time } from "../../components/time"
import { type Answer, useLastError } from "../../hooks/use-api"
import { deadlineMs, nearMs } from "../../lib/deadline"
import { formatCount, formatMs } from "../../lib/format"
import type { CommandDetail } from "./answers"
import { ackMark, errorMark, lateMark, rateText } from "./command-rules"

/** One command in six figures. */
export function CommandFigures({ answer }: { answer: Answer<CommandDetail> }) {
	const error = useLastError(answer)
	const command = answer.data
	const loading = !command && !error
	const unused = command || !error ? "no use in 5 min" : "could not be loaded"
	const uncounted = command || !error ? "not counted" : "could not be loaded"
	const { p50, p95, p99, ackP99, errorRate, calls5m, callsToday, lastAt } = command ?? {}
	return (
		<Figures label="The last 5 minutes">
			<Figure
				loading={loading}
				name="Calls in 5 min"
				value={calls5m == null ? null : formatCount(calls5m)}
				missing={uncounted}
				detail={callsToday != null && `${formatCount(callsToday)} today`}
			/>
			<Figure
				loading={loading}
				name="Answered, p95"
				value={ms(p95)}
				missing={unused}
				detail={p50 != null && p99 != null && `p50 ${ms(p50)}, p99 ${ms(p99)}`}
			/>
			<Figure
				loading={loading}
				name="Ack p99"
				value={ms(ackP99)}
				missing={unused}
				mark={ackMark(ackP99 ?? null)}
				detail={
					ackP99 != null && (
						<span className="-my-1 block">
							<DeadlineBar ms={ackP99} deadlineMs={deadlineMs} nearMs={nearMs} />
						</span>
					)
				}
			/>
			<Figure
				loading={loading}
				name="Error rate"
				value={errorRate == null ? null : rateText(errorRate)}
				missing={unused}
				mark={errorMark(errorRate ?? null)}
				detail="of 5 min"
			/>
			<Figure
				loading={loading}
				name="Late"
				value={command?.nearMiss5m == null ? null : `${formatCount(command.nearMiss5m)} near`}
				missing={uncounted}
				mark={lateMark(command?.nearMiss5m ?? null, command?.missed5m ?? null)}
				detail={command?.missed5m != null && `${formatCount(command.missed5m)} missed, in 5 min`}
			/>
			<Figure
				loading={loading}
				name="Deferred"
				value={command?.deferredPct == null ? null : rateText(command.deferredPct)}
				missing={unused}
				detail={
					lastAt && (
						<>
							last use <Time at={lastAt} />
						</>
					)
				}
			/>
		</Figures>
	)
}

function ms(value: number | null | undefined): string | null {
	return value == null ? null : `${formatMs(value)} ms`
}
