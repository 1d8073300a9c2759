import { Link } from "@tanstack/react-router"
import { memo } from "react"
import { Logo } from "../components/logo"
import type { Place } from "./place"

/** The way to the pages on a screen wide enough: icons, and words beside them where there is room. */
export const Rail = memo(function Rail({ places }: { places: readonly Place[] }) {
	return (
		<nav
			aria-label="Pages"
			className="sticky top-0 hidden h-dvh w-14 flex-col border-r border-hairline bg-bg md:flex lg:w-48"
		>
			<Link to="/" className="flex h-12 shrink-0 items-center px-4 outline-offset-[-2px]">
				<Logo wordClass="max-lg:sr-only" />
			</Link>
			<ul className="flex flex-col gap-1 p-2">
				{places.map((place) => (
					<li key={place.to}>
						<RailLink {...place} />
					</li>
				))}
			</ul>
		</nav>
	)
})

function RailLink({ to, label, icon: Icon, letter }: Place) {
	return (
		<Link
			to={to}
			title={label}
			aria-keyshortcuts={`G ${letter}`}
			activeOptions={{ exact: to === "/", includeSearch: false }}
			className="flex h-9 items-center gap-3 rounded-sm px-3 font-medium text-muted hover:bg-raised hover:text-text aria-[current=page]:bg-raised aria-[current=page]:text-text forced-colors:aria-[current=page]:forced-color-adjust-none forced-colors:aria-[current=page]:bg-[SelectedItem] forced-colors:aria-[current=page]:text-[SelectedItemText] pointer-coarse:h-11"
		>
			<Icon aria-hidden="true" className="size-4 shrink-0" />
			<span className="truncate max-lg:sr-only">{label}</span>
		</Link>
	)
}
