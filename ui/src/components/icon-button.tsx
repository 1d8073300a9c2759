import type { LucideIcon } from "lucide-react"
import type { ComponentProps } from "react"

interface Props extends ComponentProps<"button"> {
	icon: LucideIcon
	/** What it does; said to all, as there is no word on it. */
	label: string
}

/** A button that is a sign alone. */
export function IconButton({ icon: Icon, label, className = "", ...props }: Props) {
	return (
		<button
			type="button"
			aria-label={label}
			title={label}
			className={`flex size-7 shrink-0 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text pointer-coarse:size-11 ${className}`}
			{...props}
		>
			<Icon aria-hidden="true" className="size-4" />
		</button>
	)
}
