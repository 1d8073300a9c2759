import { Panel } from "../../components/panel"
import { useApi } from "../../hooks/use-api"
import type { Me } from "../../hooks/use-me"
import { AccountRow } from "./account-row"
import { accessPath, accessSchema } from "./answers"
import { NewAccount } from "./new-account"

/** Which Discord accounts may sign in, and as what. */
export function AccessPanel({ me }: { me: Me }) {
	const answer = useApi(accessPath, accessSchema, { everyMs: 30_000 })
	return (
		<Panel
			title="Access"
			answer={answer}
			aside={<span className="text-xs text-muted">Who may sign in with Discord</span>}
		>
			{({ access }) => (
				<>
					{access.length === 0 && (
						<p className="px-4 py-6 text-center text-muted">Nobody is on the list yet.</p>
					)}
					<ul>
						{access.map((account) => (
							<AccountRow
								key={account.id}
								account={account}
								self={account.id === me.id}
								lastAdmin={
									account.role === "admin" && access.filter(({ role }) => role === "admin").length === 1
								}
							/>
						))}
					</ul>
					<NewAccount />
				</>
			)}
		</Panel>
	)
}
