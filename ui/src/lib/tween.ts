/** How long a number takes to become another. */
export const tweenMs = 400

/** Whether one number visibly becomes another: neither too small a step to be seen, nor so big that it means nothing. */
export function isTweened(from: number, to: number): boolean {
	if (!Number.isFinite(from) || !Number.isFinite(to)) return false
	const [small, big] = [Math.min(Math.abs(from), Math.abs(to)), Math.max(Math.abs(from), Math.abs(to))]
	return Math.abs(to - from) >= 0.005 * Math.abs(from) && big <= 50 * small && from !== to
}

/** The number on its way, `elapsedMs` after it began: fast first, then slower. */
export function tweened(from: number, to: number, elapsedMs: number): number {
	const left = 1 - Math.min(1, Math.max(0, elapsedMs / tweenMs))
	return to - (to - from) * left ** 3
}
