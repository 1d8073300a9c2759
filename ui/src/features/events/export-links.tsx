import { Download } from "lucide-react"
import { type Filter, queryOf } from "../../feed/filter"

const formats = ["csv", "ndjson"] as const

/** The events that match, as a file. */
export function ExportLinks({ filter }: { filter: Filter }) {
	return (
		<div className="flex gap-1.5">
			{formats.map((format) => (
				<a
					key={format}
					href={`/api/events/export?${new URLSearchParams({ format, ...queryOf(filter) })}`}
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
