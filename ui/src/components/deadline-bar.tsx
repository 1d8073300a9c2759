interface Props {
	ms: number
	deadlineMs: number
	/** From here on it is too near. */
	nearMs: number
}

/** How much of the time that is allowed is used. */
export function DeadlineBar({ ms, deadlineMs, nearMs }: Props) {
	const used = Math.min(1, ms / deadlineMs)
	const colour = ms >= deadlineMs ? "bg-error" : ms >= nearMs ? "bg-warn" : "bg-ok"
	return (
		<div
			role="img"
			aria-label={`${Math.round((100 * ms) / deadlineMs)} % of the ${deadlineMs / 1_000} seconds that Discord allows`}
			className="flex h-6 items-center gap-2"
		>
			<div className="relative h-2 flex-1 overflow-hidden rounded-full bg-raised forced-colors:border">
				<div
					style={{ width: `${100 * used}%` }}
					className={`h-full rounded-full transition-[width] duration-400 motion-reduce:transition-none forced-colors:bg-[CanvasText] ${colour}`}
				/>
				<div
					style={{ left: `${(100 * nearMs) / deadlineMs}%` }}
					className="absolute inset-y-0 w-0.5 bg-surface"
				/>
			</div>
			<span aria-hidden="true" className="text-xs text-faint">
				{deadlineMs / 1_000} s
			</span>
		</div>
	)
}
