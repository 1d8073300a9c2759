import { Check, Link2, TriangleAlert } from "lucide-react"
import { useEffect, useState } from "react"
import { copyText } from "../lib/clipboard"

const said = {
	idle: { text: "Copy link", icon: Link2 },
	copied: { text: "Copied", icon: Check },
	refused: { text: "Copy it from the address bar", icon: TriangleAlert },
}

const saidMs = 2_000

/** Copies the address of what is on the screen. */
export function CopyLink() {
	const [state, setState] = useState<keyof typeof said>("idle")
	const { text, icon: Icon } = said[state]
	useEffect(() => {
		if (state === "idle") return
		const timer = setTimeout(() => setState("idle"), saidMs)
		return () => clearTimeout(timer)
	}, [state])
	return (
		<button
			type="button"
			onClick={async () => setState((await copyText(location.href)) ? "copied" : "refused")}
			className="flex h-7 shrink-0 items-center gap-1.5 rounded-sm border border-control px-2.5 text-xs font-medium hover:bg-raised pointer-coarse:h-11"
		>
			<Icon aria-hidden="true" className="size-3.5" />
			<span aria-live="polite">{text}</span>
		</button>
	)
}
