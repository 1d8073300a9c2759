import { Link } from "@tanstack/react-router"
import type { Place } from "./place"

/** The way to the pages on a phone. */
export function BottomBar({ places }: { places: readonly Place[] }) {
	return (
		<nav
			aria-label="Pages"
			className="sticky bottom-0 z-10 flex border-t border-hairline bg-bg pb-[env(safe-area-inset-bottom)] md:hidden"
		>
			{places
				.filter(({ primary }) => primary)
				.map(({ to, label, icon: Icon }) => (
					<Link
						key={to}
						to={to}
						activeOptions={{ exact: to === "/", includeSearch: false }}
						className="flex min-h-13 flex-1 flex-col items-center justify-center gap-0.5 text-xs font-medium text-muted aria-[current=page]:text-text"
					>
						<Icon aria-hidden="true" className="size-5" />
						{label}
					</Link>
				))}
		</nav>
	)
}
