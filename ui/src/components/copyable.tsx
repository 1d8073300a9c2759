import { Check, Copy, TriangleAlert } from "lucide-react"
import { useCopy } from "../hooks/use-copy"

interface Props {
	/** What it is, for the button's name: "the command". */
	name: string
	children: string
	/** Called once the text was copied, or the reader was asked to do it by hand. */
	onCopied?: () => void
}

const said = {
	idle: { text: "Copy", icon: Copy },
	copied: { text: "Copied", icon: Check },
	refused: { text: "Mark it and press Ctrl+C", icon: TriangleAlert },
}

/** A text that is meant to be taken elsewhere: whole, to be marked with one press, and with a button to copy it. */
export function Copyable({ name, children, onCopied }: Props) {
	const { state, copy } = useCopy()
	const { text, icon: Icon } = said[state]
	return (
		<span className="flex min-w-0 items-center gap-2 rounded-sm border border-hairline bg-bg py-1 pr-1 pl-2.5">
			<code className="min-w-0 flex-1 font-mono text-xs wrap-anywhere [font-variant-ligatures:none] select-all">
				{children}
			</code>
			<button
				type="button"
				aria-label={state === "idle" ? `Copy ${name}` : undefined}
				onClick={() => void copy(children).then(onCopied)}
				className="flex h-7 shrink-0 items-center gap-1.5 rounded-sm border border-control px-2.5 text-xs font-medium hover:bg-raised pointer-coarse:h-11"
			>
				<Icon aria-hidden="true" className="size-3.5" />
				<span aria-live="polite">{text}</span>
			</button>
		</span>
	)
}
