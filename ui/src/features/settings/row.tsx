import type { ReactNode } from "react"

interface Props {
	/** What the entry is called, and its marks. */
	name: ReactNode
	/** What is known of it. */
	about: ReactNode
	/** What can be done with it. */
	children?: ReactNode
}

/** An entry of a list of settings. */
export function Row({ name, about, children }: Props) {
	return (
		<li className="flex flex-wrap items-center gap-x-3 gap-y-2 border-b border-hairline px-3 py-2 last:border-b-0 md:px-4">
			<div className="min-w-0 flex-1 basis-56">
				<div className="flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1 font-medium">{name}</div>
				<div className="flex flex-wrap gap-x-3 text-xs text-muted">{about}</div>
			</div>
			{children && <div className="flex flex-wrap items-center gap-2">{children}</div>}
		</li>
	)
}
