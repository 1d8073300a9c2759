import { Pause, Play } from "lucide-react"

interface Props {
	paused: boolean
	onClick: () => void
}

/** Stops what is shown, or lets it go on. */
export function PauseButton({ paused, onClick }: Props) {
	const Icon = paused ? Play : Pause
	return (
		<button
			type="button"
			aria-keyshortcuts="Space"
			title={paused ? "Show what came meanwhile (Space)" : "Keep the page as it is (Space)"}
			onClick={onClick}
			className="flex h-7 shrink-0 items-center justify-center gap-1.5 rounded-sm border border-control px-2.5 text-xs font-medium hover:bg-raised max-md:w-11 pointer-coarse:h-11"
		>
			<Icon aria-hidden="true" className="size-3.5" />
			<span className="max-md:sr-only">{paused ? "Resume" : "Pause"}</span>
		</button>
	)
}
