import { Check, Link2, TriangleAlert } from "lucide-react"
import { useCopy } from "../hooks/use-copy"

const said = {
	idle: { text: "Copy link", icon: Link2 },
	copied: { text: "Copied", icon: Check },
	refused: { text: "Copy it from the address bar", icon: TriangleAlert },
}

/** Copies the address of what is on the screen. */
export function CopyLink() {
	const { state, copy } = useCopy()
	const { text, icon: Icon } = said[state]
	return (
		<button
			type="button"
			onClick={() => void copy(location.href)}
			className="flex h-7 shrink-0 items-center gap-1.5 rounded-sm border border-control px-2.5 text-xs font-medium hover:bg-raised pointer-coarse:h-11"
		>
			<Icon aria-hidden="true" className="size-3.5" />
			<span aria-live="polite">{text}</span>
		</button>
	)
}
