import { Link } from "@tanstack/react-router"
import { Ellipsis } from "lucide-react"
import { memo } from "react"
import type { Place } from "./place"

const cell =
	"flex min-h-13 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium text-muted outline-offset-[-2px] aria-[current=page]:text-text aria-[current=page]:shadow-[inset_0_2px_var(--brand)] forced-colors:aria-[current=page]:forced-color-adjust-none forced-colors:aria-[current=page]:bg-[SelectedItem] forced-colors:aria-[current=page]:text-[SelectedItemText]"

/** The way to the pages on a phone: the first of them, and "More". */
export const BottomBar = memo(function BottomBar({
	places,
	onMore,
}: {
	places: readonly Place[]
	onMore: () => void
}) {
	return (
		<nav
			aria-label="Pages"
			className="sticky bottom-0 z-10 flex border-t border-hairline bg-bg pb-[env(safe-area-inset-bottom)] md:hidden"
		>
			{places
				.filter(({ primary }) => primary)
				.map(({ to, label, icon: Icon }) => (
					<Link key={to} to={to} activeOptions={{ exact: to === "/", includeSearch: false }} className={cell}>
						<Icon aria-hidden="true" className="size-5" />
						{to === "/" ? "Home" : label}
					</Link>
				))}
			<button type="button" aria-haspopup="dialog" onClick={onMore} className={cell}>
				<Ellipsis aria-hidden="true" className="size-5" />
				More
			</button>
		</nav>
	)
})
