import { useEffect, useState } from "react"
import type { Clock } from "../lib/clock"

const tickMs = 1_000

/** The time, told anew every second. */
export function useNow(clock: Clock): number {
	const [now, setNow] = useState(clock.now)
	useEffect(() => {
		const timer = setInterval(() => setNow(clock.now()), tickMs)
		return () => clearInterval(timer)
	}, [clock])
	return now
}
