const whole = new Intl.NumberFormat("en")
const compact = new Intl.NumberFormat("en", {
	notation: "compact",
	maximumSignificantDigits: 3,
	useGrouping: true,
})
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" })
const ordinals = new Intl.PluralRules("en", { type: "ordinal" })
const suffixes: Partial<Record<Intl.LDMLPluralRule, string>> = { one: "st", two: "nd", few: "rd" }

/** What stands where nothing was measured. */
export const notMeasured = "–"

export function formatCount(n: number): string {
	return whole.format(n)
}

/** A whole amount that may exceed what a number holds exactly, shortened from a million on: "4.21 M". */
export function formatAmount(amount: string): string {
	const value = parseAmount(amount)
	if (value === null) return notMeasured
	const size = value < 0n ? -value : value
	if (size < 1_000_000n) return whole.format(value)
	return compact.format(value).replace(/(\d)([A-Z])/, "$1 $2")
}

/** The amount in full, or null if the text is no whole number. */
export function formatExactAmount(amount: string): string | null {
	const value = parseAmount(amount)
	return value === null ? null : whole.format(value)
}

function parseAmount(amount: string): bigint | null {
	return /^-?\d{1,30}$/.test(amount) ? BigInt(amount) : null
}

/** A latency: whole milliseconds, below 10 one decimal. */
export function formatMs(ms: number): string {
	return ms < 9.95 ? ms.toFixed(1) : whole.format(Math.round(ms))
}

/** A rate: one decimal below ten. */
export function formatRate(rate: number): string {
	return rate < 9.95 && !Number.isInteger(rate) ? rate.toFixed(1) : whole.format(Math.round(rate))
}

/** A percentage: one decimal below ten. */
export function formatPercent(percent: number): string {
	return percent > 0 && percent < 0.05 ? "<0.1" : formatRate(Math.round(10 * percent) / 10)
}

/** Seconds, to the hundredth: "1.42". */
export function formatSeconds(seconds: number): string {
	return seconds.toFixed(2)
}

/** How much more or less than before, in words that do not judge; undefined where there is nothing to compare with. */
export function formatChange(before: number, now: number): string | undefined {
	if (before <= 0) return undefined
	const percent = Math.round((100 * (now - before)) / before)
	if (Math.abs(percent) > 999) return undefined
	return `${percent < 0 ? "−" : "+"}${Math.abs(percent)} %`
}

/** The time of day where the reader is: "14:32:10". */
export function formatClock(iso: string): string {
	const time = Date.parse(iso)
	return Number.isNaN(time) ? notMeasured : clock.format(time)
}

export function formatDuration(seconds: number): string {
	const minutes = Math.floor(seconds / 60)
	const hours = Math.floor(minutes / 60)
	const days = Math.floor(hours / 24)
	if (days > 0) return `${days} d ${hours % 24} h`
	if (hours > 0) return `${hours} h ${minutes % 60} min`
	return minutes > 0 ? `${minutes} min` : `${Math.floor(seconds)} s`
}

export function formatOrdinal(n: number): string {
	return `${whole.format(n)}${suffixes[ordinals.select(n)] ?? "th"}`
}

export function plural(n: number, noun: string): string {
	return `${whole.format(n)} ${noun}${n === 1 ? "" : "s"}`
}
