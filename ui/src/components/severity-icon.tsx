import { Bell, Circle, Info, type LucideIcon, OctagonX, Siren, TriangleAlert } from "lucide-react"
import type { Severity } from "../live/events"

const looks: Record<Severity, { icon: LucideIcon; colour: string }> = {
	debug: { icon: Circle, colour: "text-faint" },
	info: { icon: Info, colour: "text-info" },
	notice: { icon: Bell, colour: "text-brand" },
	warn: { icon: TriangleAlert, colour: "text-warn" },
	error: { icon: OctagonX, colour: "text-error" },
	critical: { icon: Siren, colour: "text-critical" },
}

/** A severity as shape, colour and word. */
export function SeverityBadge({ severity }: { severity: Severity }) {
	const { icon: Icon, colour } = looks[severity]
	return (
		<span className={`flex items-center gap-1.5 ${colour}`}>
			<Icon aria-hidden="true" className="size-3.5 shrink-0" strokeWidth={2.25} />
			<span className="text-xs">{severity}</span>
		</span>
	)
}
