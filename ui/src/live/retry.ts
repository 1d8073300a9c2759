/** The close code by which the server says that it stops or restarts. */
export const restartCode = 1012

const growth = 1.7
const capMs = 30_000

/**
 * How long to wait before the given attempt, from 1: a random time below a ceiling that grows from 1 s to 30 s. All
 * of a restarted server's pages come at once, so these begin at 5 s.
 */
export function retryDelay(attempt: number, afterRestart: boolean, random: number): number {
	const first = afterRestart ? 5_000 : 1_000
	return random * Math.min(capMs, first * growth ** (attempt - 1))
}
