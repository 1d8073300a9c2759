import { Link } from "@tanstack/react-router"
import { CircleHelp, type LucideIcon, Search } from "lucide-react"
import { Modal } from "../components/modal"
import { DemoLink } from "./demo-link"
import { MeMenu } from "./me-menu"
import type { Place } from "./place"
import { ThemeMenu } from "./theme-menu"
import { ZoneButton } from "./zone-button"

interface Props {
	places: readonly Place[]
	onClose: () => void
	onPalette: () => void
	onHelp: () => void
}

const line = "flex min-h-11 w-full items-center gap-3 rounded-sm px-3 font-medium text-muted hover:bg-raised"

/** On a phone: the pages that have no place in its bar, and what stands in the header elsewhere. */
export function MoreSheet({ places, onClose, onPalette, onHelp }: Props) {
	return (
		<Modal label="More" place="bottom" onClose={onClose}>
			<ul className="overflow-y-auto p-2">
				{places.map(({ to, label, icon: Icon }) => (
					<li key={to}>
						<Link to={to} onClick={onClose} className={`${line} aria-[current=page]:text-text`}>
							<Icon aria-hidden="true" className="size-4" />
							{label}
						</Link>
					</li>
				))}
				<li>
					<Act icon={Search} name="Search or jump to…" run={onPalette} />
				</li>
				<li>
					<Act icon={CircleHelp} name="Keyboard shortcuts" run={onHelp} />
				</li>
			</ul>
			<div className="flex items-center gap-2 border-t border-hairline px-4 pt-2">
				<ThemeMenu />
				<ZoneButton />
				<span className="ml-auto flex items-center gap-2">
					<DemoLink onFollow={onClose} />
					<MeMenu settings={places.some(({ to }) => to === "/settings")} onLeave={onClose} />
				</span>
			</div>
		</Modal>
	)
}

function Act({ icon: Icon, name, run }: { icon: LucideIcon; name: string; run: () => void }) {
	return (
		<button type="button" onClick={run} className={line}>
			<Icon aria-hidden="true" className="size-4" />
			{name}
		</button>
	)
}
