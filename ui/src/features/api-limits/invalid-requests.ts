import type { Mark } from "../../components/health-mark"
import { formatCount, formatDuration } from "../../lib/format"
import type { Invalid } from "./answers"

const warnPart = 0.5
const errorPart = 0.8
const windowSec = 600

/** How near the bot is to being shut out, by what was counted or what is foreseen, whichever is worse. */
export function invalidMark({ count10m, limit, projected10m }: Invalid): Mark {
	if (count10m === null || !limit) return { level: "ok", word: "not counted" }
	const part = Math.max(count10m, projected10m ?? 0) / limit
	if (count10m >= limit) return { level: "error", word: "shut out" }
	if (part >= errorPart) return { level: "error", word: "nearly shut out" }
	return part >= warnPart ? { level: "warn", word: "many" } : { level: "ok", word: "few" }
}

/** Where the pace of the last minute leads to. */
export function projection({ count10m, limit, projected10m }: Invalid): string {
	if (count10m === null || projected10m === null || limit === null)
		return "Not enough is known to look ahead."
	if (projected10m === 0)
		return count10m === 0
			? "Discord has refused nothing."
			: "None in the last minute: it goes down from here."
	const pace = `At the pace of the last minute it becomes ${formatCount(projected10m)} in 10 minutes`
	if (projected10m < limit || count10m >= limit) return `${pace}.`
	const left = ((limit - count10m) * windowSec) / projected10m
	return `${pace}: the limit is reached in about ${formatDuration(Math.max(1, left))}.`
}
