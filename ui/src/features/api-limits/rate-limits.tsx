import { HealthMark } from "../../components/health-mark"
import { Missing } from "../../components/missing"
import { formatCount } from "../../lib/format"
import type { RestAnswer } from "./answers"

const scopes = [
	{
		key: "user",
		name: "User",
		means: "This bot used up one route's limit. It counts as an invalid request.",
	},
	{ key: "global", name: "Global", means: "More than 50 requests a second in all. Everything waits." },
	{ key: "shared", name: "Shared", means: "Others used up what is shared with them. It counts for nothing." },
] as const

/** How often Discord said "too many requests", by whose limit it was. */
export function RateLimits({ limits }: { limits: NonNullable<RestAnswer["ratelimits"]> }) {
	return (
		<dl className="divide-y divide-hairline">
			{scopes.map(({ key, name, means }) => (
				<div key={key} className="grid grid-cols-[1fr_auto] gap-x-3 px-3 py-2 md:px-4">
					<dt>
						<span className="font-medium">{name}</span>
						<span className="block text-xs text-muted">{means}</span>
					</dt>
					<dd className="self-center tabular-nums">
						<Count n={limits[key]} level={key === "global" ? "error" : "warn"} />
					</dd>
				</div>
			))}
		</dl>
	)
}

function Count({ n, level }: { n: number | null; level: "warn" | "error" }) {
	if (n === null) return <Missing why="Not counted" />
	if (n === 0) return <span className="text-faint">0</span>
	return <HealthMark level={level} word={formatCount(n)} />
}
