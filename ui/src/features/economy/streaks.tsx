import { formatCount, formatRate, notMeasured, plural } from "../../lib/format"
import type { Economy } from "./economy"
import { Part } from "./part"
import { Ranking } from "./ranking"

/** The longest streaks of daily claims that can still go on, and how many have just ended. */
export function Streaks({ economy, className }: { economy: Economy | undefined; className: string }) {
	return (
		<Part title="Daily streaks" className={className} economy={economy} lines={8}>
			{({ daily, streaks }) => (
				<>
					<dl className="grid grid-cols-3 gap-3 border-b border-hairline px-3 py-2 md:px-4">
						<Small
							name="average"
							value={daily.avgStreak === null ? null : `${formatRate(daily.avgStreak)} d`}
						/>
						<Small
							name="longest"
							value={daily.maxStreak === null ? null : `${formatCount(daily.maxStreak)} d`}
						/>
						<Small name="ended today" value={daily.lost24h === null ? null : formatCount(daily.lost24h)} />
					</dl>
					{streaks === null || streaks.length === 0 ? (
						<p className="px-4 py-8 text-center text-muted">
							{streaks ? "No streak is alive." : "Not surveyed yet: all streaks are read once a minute."}
						</p>
					) : (
						<Ranking
							label="Longest streaks"
							height="max-h-56"
							holders={streaks}
							value={({ days }) => plural(days, "day")}
						/>
					)}
				</>
			)}
		</Part>
	)
}

function Small({ name, value }: { name: string; value: string | null }) {
	return (
		<div className="min-w-0">
			<dt className="truncate text-xs text-muted">{name}</dt>
			<dd
				title={value === null ? "Not measured yet" : undefined}
				className="text-lg font-semibold tabular-nums"
			>
				{value ?? notMeasured}
			</dd>
		</div>
	)
}
