import { TriangleAlert } from "lucide-react"
import type { ReactNode } from "react"
import type { Account, Role } from "./answers"

interface Props {
	account: Account
	/** Its next role, or null where it is taken off the list. */
	becomes: Role | null
	self: boolean
	lastAdmin: boolean
}

/** Whose entries the settings name: every start puts them back. */
const seededBy = "settings"

/** What a change of an account brings about, the surprising above all. */
export function Consequences({ account, becomes, self, lastAdmin }: Props) {
	const ends = self ? "You are signed out at once." : "Its sessions end at once, on every page that is open."
	const later = becomes
		? `Who signs in again is ${becomes}.`
		: "Nobody signs in with it again until somebody puts it back on the list."
	return (
		<>
			<p>
				{ends} {later}
			</p>
			{lastAdmin && becomes !== "admin" && (
				<Warning>
					No admin is left then. Another can be named only on the server, with{" "}
					<code className="font-mono text-xs">aurora access add</code>.
				</Warning>
			)}
			{account.addedBy === seededBy && (
				<Warning>
					The entry comes from AURORA_ADMINS or AURORA_VIEWERS. Change these too, or the next start brings it
					back.
				</Warning>
			)}
		</>
	)
}

function Warning({ children }: { children: ReactNode }) {
	return (
		<p className="flex gap-2">
			<TriangleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-warn" />
			<span className="min-w-0">{children}</span>
		</p>
	)
}
