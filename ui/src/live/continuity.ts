/** Events in a row that reached the page in one way, or did not. */
export interface Run {
	readonly kind: "live" | "replayed" | "lost"
	readonly count: number
}

/** So many are told apart; before them, neighbours are taken together. */
const maxRuns = 40

/** Adds what came at the end: first what was missed, then what arrived. */
export function extended(runs: readonly Run[], more: readonly Run[]): readonly Run[] {
	let next = runs
	for (const run of more) {
		if (run.count <= 0) continue
		const last = next.at(-1)
		next =
			last?.kind === run.kind
				? [...next.slice(0, -1), { ...run, count: last.count + run.count }]
				: [...next, run]
	}
	while (next.length > maxRuns) next = shortened(next)
	return next
}

/** What was lost last has been fetched after all. */
export function recovered(runs: readonly Run[], count: number): readonly Run[] {
	const at = runs.findLastIndex((run) => run.kind === "lost")
	const lost = runs[at]
	if (!lost || count <= 0) return runs
	const found = Math.min(count, lost.count)
	return [
		...extended(runs.slice(0, at), [
			{ kind: "lost", count: lost.count - found },
			{ kind: "replayed", count: found },
		]),
		...runs.slice(at + 1),
	]
}

/** Takes the two oldest together that are not lost; a loss is never hidden while there is another way. */
function shortened(runs: readonly Run[]): readonly Run[] {
	const at = runs.findIndex((run, i) => run.kind !== "lost" && runs[i + 1] && runs[i + 1]?.kind !== "lost")
	const [first, second] = at < 0 ? runs : runs.slice(at)
	if (!first || !second) return runs
	const kind = first.kind === "lost" || second.kind === "lost" ? "lost" : "replayed"
	return runs.toSpliced(Math.max(0, at), 2, { kind, count: first.count + second.count })
}
