import { Search } from "lucide-react"
import { memo } from "react"
import { Keys } from "../components/keys"
import { paletteKeys } from "./palette-keys"

/** Opens the palette; where there is room it looks like the field one types into. */
export const PaletteButton = memo(function PaletteButton({ onClick }: { onClick: () => void }) {
	return (
		<button
			type="button"
			aria-keyshortcuts="Control+K Meta+K"
			title={`Go anywhere, do anything (${paletteKeys})`}
			onClick={onClick}
			className="flex h-7 shrink-0 items-center gap-2 rounded-sm px-1.5 text-muted hover:bg-raised hover:text-text lg:w-72 lg:border lg:border-control lg:px-2.5 pointer-coarse:h-11"
		>
			<Search aria-hidden="true" className="size-4 shrink-0" />
			<span className="truncate text-xs max-lg:sr-only">Search or jump to…</span>
			<Keys className="ml-auto max-lg:hidden">{paletteKeys}</Keys>
		</button>
	)
})
