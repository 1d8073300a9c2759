import { useEffect, useRef } from "react"

/** Where one arrives at another page its heading takes the focus, so that a screen reader says where one is. */
export function useArrival(path: string): void {
	const before = useRef(path)
	useEffect(() => {
		if (before.current === path) return
		before.current = path
		document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true })
	}, [path])
}
