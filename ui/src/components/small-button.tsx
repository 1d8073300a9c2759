import type { ComponentProps } from "react"

/** A button within a line of text. */
export function SmallButton(props: ComponentProps<"button">) {
	return (
		<button
			type="button"
			className="ml-auto flex h-7 shrink-0 items-center gap-1.5 rounded-sm border border-control px-2.5 text-xs font-medium text-text hover:bg-surface pointer-coarse:h-9"
			{...props}
		/>
	)
}
