import { useEffect, useState } from "react"
import { copyText } from "../lib/clipboard"

export type Copied = "idle" | "copied" | "refused"

const saidMs = 2_000

/** Copies a text, and says for two seconds whether the browser let it. */
export function useCopy(): { state: Copied; copy: (text: string) => Promise<void> } {
	const [state, setState] = useState<Copied>("idle")
	useEffect(() => {
		if (state === "idle") return
		const timer = setTimeout(() => setState("idle"), saidMs)
		return () => clearTimeout(timer)
	}, [state])
	return { state, copy: async (text) => setState((await copyText(text)) ? "copied" : "refused") }
}
