import { Link } from "@tanstack/react-router"
import { howAdmitted, useMe } from "../hooks/use-me"

/** Says on every page of the demo that it is one, and leads to why nobody had to sign in. */
export function DemoLink({ onFollow }: { onFollow?: () => void }) {
	const me = useMe()
	if (!me?.demo) return null
	return (
		<Link
			to="/settings"
			onClick={onFollow}
			title={`You are ${me.role}, ${howAdmitted(me)}`}
			className="flex h-6 shrink-0 items-center rounded-full border border-info px-2.5 text-xs font-medium text-info hover:bg-raised pointer-coarse:h-11"
		>
			Demo
		</Link>
	)
}
