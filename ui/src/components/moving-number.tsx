import { useLayoutEffect, useRef } from "react"
import { isTweened, tweened, tweenMs } from "../lib/tween"

interface Props {
	value: number
	format: (value: number) => string
	/** What is shown in the end, where the number cannot say it exactly. */
	text?: string
}

/** A number that moves to its next value. Screen readers are to be given it as text of its own. */
export function MovingNumber({ value, format, text = format(value) }: Props) {
	const element = useRef<HTMLSpanElement>(null)
	const shown = useRef(value)
	useLayoutEffect(() => {
		const from = shown.current
		const still = matchMedia("(prefers-reduced-motion: reduce)").matches
		if (still || document.hidden || !isTweened(from, value)) {
			shown.current = value
			write(element.current, text)
			return
		}
		const began = performance.now()
		let frame = requestAnimationFrame(function step(now) {
			const over = now - began >= tweenMs
			shown.current = tweened(from, value, now - began)
			write(element.current, over ? text : format(shown.current))
			if (!over) frame = requestAnimationFrame(step)
		})
		return () => cancelAnimationFrame(frame)
	}, [value, format, text])
	return <span ref={element} aria-hidden="true" />
}

function write(element: HTMLElement | null, text: string): void {
	if (element && element.textContent !== text) element.textContent = text
}
