import { formatDuration, notMeasured } from "./format"
import type { Zone } from "./preferences"

const clocks = {
	local: new Intl.DateTimeFormat("en-GB", { timeStyle: "medium" }),
	utc: new Intl.DateTimeFormat("en-GB", { timeStyle: "medium", timeZone: "UTC" }),
}
const dates = {
	local: new Intl.DateTimeFormat("en-GB", { dateStyle: "medium" }),
	utc: new Intl.DateTimeFormat("en-GB", { dateStyle: "medium", timeZone: "UTC" }),
}

/** The time of day: "14:32:10", and in UTC "14:32:10Z". */
export function formatTimeOfDay(iso: string, zone: Zone): string {
	const time = Date.parse(iso)
	if (Number.isNaN(time)) return notMeasured
	return `${clocks[zone].format(time)}${zone === "utc" ? "Z" : ""}`
}

/** Day and time: "22 Nov 2026, 14:32:10". */
export function formatInstant(iso: string, zone: Zone): string {
	const time = Date.parse(iso)
	if (Number.isNaN(time)) return notMeasured
	return `${dates[zone].format(time)}, ${formatTimeOfDay(iso, zone)}`
}

/** An instant in full: where the reader is, in UTC, and as the server wrote it. */
export function formatEveryWay(iso: string): string {
	return [`${formatInstant(iso, "local")} here`, `${formatInstant(iso, "utc")}`, iso].join("\n")
}

const secondsMs = 60_000
const halfMinutesMs = 10 * 60_000

/**
 * How long ago it was, as exactly as matters: by the second in the first minute, then by 30 seconds, after ten
 * minutes by 5 minutes. What is said changes no oftener than that. An instant yet to come is "in …".
 */
export function formatAge(iso: string, now: number): string {
	const time = Date.parse(iso)
	if (Number.isNaN(time)) return notMeasured
	const age = now - time
	// The server's clock is known to about a second.
	if (Math.abs(age) < 1_000) return "now"
	return age < 0 ? `in ${span(-age)}` : `${span(age)} ago`
}

function span(ms: number): string {
	if (ms < secondsMs) return `${Math.floor(ms / 1_000)} s`
	if (ms < halfMinutesMs) return minutes(Math.floor(ms / 30_000) * 30)
	return formatDuration(Math.floor(ms / 300_000) * 300)
}

function minutes(seconds: number): string {
	return seconds % 60 === 0 ? `${seconds / 60} min` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`
}
