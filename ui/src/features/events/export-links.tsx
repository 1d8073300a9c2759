import { Download } from "lucide-react"
import { type Filter, queriesOf } from "../../feed/filter"

const formats = ["csv", "ndjson"] as const

/** The events that match, as a file. The server takes one severity and one type at a time. */
export function ExportLinks({ filter }: { filter: Filter }) {
	const [query, ...more] = queriesOf(filter)
	if (!query || more.length > 0)
		return <p className="text-xs text-faint max-md:hidden">To export, filter by one severity and one type</p>
	return (
		<div className="flex gap-1.5">
			{formats.map((format) => (
				<a
					key={format}
					href={`/api/events/export?${new URLSearchParams({ format, ...query })}`}
					download
					aria-label={`Export as ${format.toUpperCase()}`}
					title="Exports all events that match the filter"
					className="flex h-7 items-center gap-1.5 rounded-sm border border-control px-2.5 text-xs font-medium hover:bg-raised pointer-coarse:h-11"
				>
					<Download aria-hidden="true" className="size-3.5" />
					{format.toUpperCase()}
				</a>
			))}
		</div>
	)
}
