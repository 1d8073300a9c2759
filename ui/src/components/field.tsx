import type { ReactNode } from "react"

/** How what one writes or chooses in looks. */
export const fieldLook =
	"h-8 w-full min-w-0 rounded-sm border border-control bg-bg px-2.5 placeholder:text-faint pointer-coarse:h-11"

/** A field of a form below its name. */
export function Field({
	label,
	className = "",
	children,
}: {
	label: string
	className?: string
	children: ReactNode
}) {
	return (
		// biome-ignore lint/a11y/noLabelWithoutControl: the control is among the children
		<label className={`flex min-w-0 flex-col gap-1 ${className}`}>
			<span className="text-xs font-medium text-muted">{label}</span>
			{children}
		</label>
	)
}
