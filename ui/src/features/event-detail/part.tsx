import type { ReactNode } from "react"

/** A titled part of the details. */
export function Part({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section aria-label={title} className="border-t border-hairline py-4">
			<h3 className="pb-2 text-xs font-semibold text-muted">{title}</h3>
			{children}
		</section>
	)
}

/** Names and what they stand for, in two columns. */
export function Fields({ children }: { children: ReactNode }) {
	return <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5">{children}</dl>
}

/** One of them; nothing where there is nothing to say. */
export function Field({ name, children }: { name: ReactNode; children: ReactNode }) {
	if (children === undefined || children === null || children === "" || children === false) return null
	return (
		<>
			<dt className="text-muted">{name}</dt>
			<dd className="min-w-0 [overflow-wrap:anywhere]">{children}</dd>
		</>
	)
}
