/** The product's sign and name. */
export function Logo({ wordClass = "" }: { wordClass?: string }) {
	return (
		<span className="flex items-center gap-2 text-lg font-semibold tracking-tight">
			<svg
				aria-hidden="true"
				viewBox="0 0 24 24"
				className="size-5 shrink-0"
				fill="none"
				strokeLinecap="round"
			>
				<path d="M3 18c1.6-7 3.2-12 5.4-12s1.8 8 4.2 8 3-5.5 8.4-8" stroke="var(--live)" strokeWidth="2.6" />
				<path d="M3 11.500c1.6-4.5 3.2-7.5 5.4-7.5" stroke="var(--brand)" strokeWidth="2" />
			</svg>
			<span className={wordClass}>Aurora</span>
		</span>
	)
}
