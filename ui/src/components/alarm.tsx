import { useEffect, useRef, useState } from "react"

const everyMs = 10_000

/** The page's one assertive live region: what is critical is said once and at once, and nothing within ten seconds of it. */
export function Alarm({ text }: { text: string }) {
	const [said, setSaid] = useState("")
	const quietUntil = useRef(0)
	useEffect(() => {
		if (text === said) return
		const wait = text === "" ? 0 : Math.max(0, quietUntil.current - Date.now())
		const timer = setTimeout(() => {
			if (text !== "") quietUntil.current = Date.now() + everyMs
			setSaid(text)
		}, wait)
		return () => clearTimeout(timer)
	}, [text, said])
	return (
		<div aria-live="assertive" className="sr-only">
			{said}
		</div>
	)
}
