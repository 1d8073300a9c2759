import { Figure, Figures } from "../../components/figure"
import type { Mark } from "../../components/health-mark"
import { Meter } from "../../components/meter"
import { type Answer, useLastError } from "../../hooks/use-api"
import { formatCount, formatMs, formatPercent, formatRate } from "../../lib/format"
import type { RestAnswer } from "./answers"

const globalPerSec = 50

/** All requests to Discord together. */
export function RestFigures({ answer }: { answer: Answer<RestAnswer> }) {
	const error = useLastError(answer)
	const rest = answer.data
	const loading = !rest && !error
	const unasked = rest || !error ? "no request yet" : "could not be loaded"
	const { reqPerSec, globalUsedPct, latency, queued, status } = rest ?? {}
	const text = <T,>(value: T | null | undefined, format: (value: T) => string) =>
		value == null ? null : format(value)
	return (
		<Figures label="The last 5 minutes">
			<Figure
				loading={loading}
				name="Requests/s"
				value={text(reqPerSec, formatRate)}
				missing={unasked}
				mark={usedMark(globalUsedPct)}
				detail={globalUsedPct != null && <Used part={globalUsedPct} />}
			/>
			<Figure
				loading={loading}
				name="Latency, p95"
				value={text(latency?.p95, (ms) => `${formatMs(ms)} ms`)}
				missing={rest ? "no answer in 5 min" : unasked}
				detail={
					latency?.p50 != null &&
					latency.p99 != null &&
					`p50 ${formatMs(latency.p50)}, p99 ${formatMs(latency.p99)} ms`
				}
			/>
			<Figure
				loading={loading}
				name="Waiting"
				value={text(queued, formatCount)}
				missing={unasked}
				mark={queued ? { level: "warn", word: "held back" } : null}
				detail="for a limit"
			/>
			<Figure
				loading={loading}
				name="Too many (429)"
				value={text(status?.s429, formatCount)}
				missing={unasked}
				mark={status?.s429 ? { level: "warn", word: "limited" } : null}
				detail={text(status?.s2xx, (n) => `${formatCount(n)} went well`)}
			/>
			<Figure
				loading={loading}
				name="Refused (4xx)"
				value={text(status?.s4xx, formatCount)}
				missing={unasked}
				mark={status?.s4xx ? { level: "warn", word: "refused" } : null}
				detail="other than 429"
			/>
			<Figure
				loading={loading}
				name="Failed at Discord"
				value={text(status?.s5xx, formatCount)}
				missing={unasked}
				mark={status?.s5xx || status?.timeout ? { level: "error", word: "failing" } : null}
				detail={text(status?.timeout, (n) => `${formatCount(n)} without an answer`)}
			/>
		</Figures>
	)
}

function Used({ part }: { part: number }) {
	const said = `${formatPercent(100 * part)} % of the ${globalPerSec} a second that Discord allows`
	return (
		<span className="flex h-4 items-center gap-2">
			<Meter label={said} part={part} level={usedMark(part)?.level ?? "ok"} />
			<span aria-hidden="true" title="Answers to interactions do not count towards it">
				{formatPercent(100 * part)} % of {globalPerSec}
			</span>
		</span>
	)
}

function usedMark(part: number | null | undefined): Mark | null {
	if (part == null || part < 0.5) return null
	return part < 0.8 ? { level: "warn", word: "busy" } : { level: "error", word: "at its limit" }
}
