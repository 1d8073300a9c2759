import type { ReactNode } from "react"

/** Names and their values, one below the other. */
export function Facts({ children }: { children: ReactNode }) {
	return <dl className="grid grid-cols-[auto_minmax(0,1fr)] items-baseline gap-x-4 gap-y-1.5">{children}</dl>
}

export function Fact({ name, children }: { name: string; children: ReactNode }) {
	return (
		<>
			<dt className="text-muted">{name}</dt>
			<dd className="min-w-0 justify-self-start wrap-anywhere">{children}</dd>
		</>
	)
}
