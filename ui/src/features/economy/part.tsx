import type { ReactNode } from "react"
import { PanelFrame } from "../../components/panel"
import { Skeleton } from "../../components/skeleton"
import type { Economy } from "./economy"

interface Props {
	title: string
	aside?: ReactNode
	className?: string
	/** Undefined while loading. */
	economy: Economy | undefined
	/** How many lines stand there while loading. */
	lines?: number
	/** Says why there is nothing to show, or null where there is something. */
	empty?: (economy: Economy) => string | null
	children: (economy: Economy) => ReactNode
}

/** A part of the page, all of which are drawn from one answer: if that fails, the page says it once. */
export function Part({ economy, lines = 5, empty, children, ...frame }: Props) {
	if (!economy) {
		return (
			<PanelFrame {...frame}>
				<div aria-busy="true" className="p-3 md:px-4">
					<span className="sr-only">Loading</span>
					<Skeleton lines={lines} />
				</div>
			</PanelFrame>
		)
	}
	const nothing = empty?.(economy)
	return (
		<PanelFrame {...frame}>
			{nothing ? <p className="px-4 py-8 text-center text-muted">{nothing}</p> : children(economy)}
		</PanelFrame>
	)
}
