import { useRouterState } from "@tanstack/react-router"
import { useEffect, useRef } from "react"

/**
 * Where one arrives at another page its heading takes the focus, so that a screen reader says where one is. One has
 * arrived when the page is there, not when its address is.
 */
export function useArrival(): void {
	const path = useRouterState({
		select: ({ location, resolvedLocation }) => (resolvedLocation ?? location).pathname,
	})
	const before = useRef(path)
	useEffect(() => {
		if (before.current === path) return
		before.current = path
		document.querySelector<HTMLElement>("main h1")?.focus({ preventScroll: true })
	}, [path])
}
