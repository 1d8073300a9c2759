import { expect, test } from "vitest"
import { extended, type Run, recovered } from "./continuity"

const total = (runs: readonly Run[], kind: Run["kind"]) =>
	runs.filter((run) => run.kind === kind).reduce((sum, run) => sum + run.count, 0)

test("what comes in the same way is one run", () => {
	const runs = extended(
		[{ kind: "live", count: 3 }],
		[
			{ kind: "lost", count: 0 },
			{ kind: "live", count: 2 },
		],
	)
	expect(runs).toEqual([{ kind: "live", count: 5 }])
})

test("what is fetched after all stands where it was lost", () => {
	const runs: Run[] = [
		{ kind: "live", count: 3 },
		{ kind: "lost", count: 10 },
		{ kind: "live", count: 4 },
	]
	expect(recovered(runs, 6)).toEqual([
		{ kind: "live", count: 3 },
		{ kind: "lost", count: 4 },
		{ kind: "replayed", count: 6 },
		{ kind: "live", count: 4 },
	])
	expect(total(recovered(runs, 10), "lost")).toBe(0)
})

test("however often the connection is cut, the runs are few and count every event and every loss", () => {
	let runs: readonly Run[] = []
	for (let cut = 0; cut < 500; cut++)
		runs = extended(runs, [
			{ kind: "lost", count: cut % 100 === 0 ? 1 : 0 },
			{ kind: "replayed", count: 2 },
			{ kind: "live", count: 3 },
		])
	expect(runs.length).toBeLessThanOrEqual(40)
	expect(runs.reduce((sum, run) => sum + run.count, 0)).toBe(2_505)
	expect(total(runs, "lost")).toBeGreaterThanOrEqual(5)
})
