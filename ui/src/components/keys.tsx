/** Keys to press one after another, or together: "G E", "Ctrl+K". */
export function Keys({ children, className = "" }: { children: string; className?: string }) {
	return (
		<span className={`flex shrink-0 items-center gap-1 ${className}`}>
			{children.split(" ").map((key) => (
				<kbd
					key={key}
					className="min-w-5 rounded-sm border border-hairline bg-raised px-1 text-center font-mono text-xs text-muted"
				>
					{key}
				</kbd>
			))}
		</span>
	)
}
