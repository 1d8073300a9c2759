const widths = ["w-11/12", "w-3/4", "w-5/6", "w-2/3", "w-4/5"]

/** Lines of text that are on their way; each as high as a row of a table. */
export function Skeleton({ lines }: { lines: number }) {
	return (
		<div aria-hidden="true" className="animate-breathe motion-reduce:animate-none">
			{Array.from({ length: lines }, (_, line) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: the lines are all alike
				<div key={line} className="flex h-8 items-center">
					<div className={`h-3 rounded-sm bg-raised ${widths[line % widths.length]}`} />
				</div>
			))}
		</div>
	)
}
