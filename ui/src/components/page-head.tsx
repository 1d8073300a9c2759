import type { ReactNode } from "react"

interface Props {
	title: string
	/** What stands at the right of the title: the page's own state or buttons. */
	children?: ReactNode
}

/** A page's heading. It takes the focus when one arrives from another page. */
export function PageHead({ title, children }: Props) {
	return (
		<div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-2 py-1.5">
			<h1 tabIndex={-1} className="text-lg font-semibold outline-none">
				{title}
			</h1>
			<div className="ml-auto flex min-w-0 flex-wrap items-center gap-2">{children}</div>
		</div>
	)
}
