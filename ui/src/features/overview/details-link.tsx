import { Link } from "@tanstack/react-router"
import { ChevronRight } from "lucide-react"

/** From a panel to the page that says more. */
export function DetailsLink({ to, of }: { to: "/shards" | "/economy"; of: string }) {
	return (
		<Link
			to={to}
			aria-label={`More about ${of}`}
			title={`More about ${of}`}
			className="grid size-6 place-items-center rounded-sm text-muted hover:bg-raised hover:text-text pointer-coarse:size-11"
		>
			<ChevronRight aria-hidden="true" className="size-4" />
		</Link>
	)
}
