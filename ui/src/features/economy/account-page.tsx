import { Link } from "@tanstack/react-router"
import { ArrowLeft } from "lucide-react"
import { ForeignText } from "../../components/foreign-text"
import { PageHead } from "../../components/page-head"
import { PanelFrame } from "../../components/panel"
import { PanelFault } from "../../components/panel-fault"
import { Skeleton } from "../../components/skeleton"
import { RequestError } from "../../lib/http"
import { AccountFigures } from "./account-figures"
import { AccountHistory } from "./account-history"
import { TransactionPanel } from "./transaction-panel"
import { useAccount } from "./use-account"

/** One account in a guild, a member's or the ledger's own: `/economy/$guild/$user`. */
export function AccountPage({ guild, user }: { guild: string; user: string }) {
	const { answer, account, entries } = useAccount(guild, user)
	const { error } = answer
	const unknown = error instanceof RequestError && error.code === "no_account"
	return (
		<>
			<PageHead title="Account">
				<Link to="/economy" className="flex min-h-6 items-center gap-1.5 font-medium text-brand">
					<ArrowLeft aria-hidden="true" className="size-4" /> Economy
				</Link>
			</PageHead>
			<p className="pb-3 text-base">
				<ForeignText className="font-semibold">{account?.user.name ?? user}</ForeignText>
				<span className="text-muted">
					{" in "}
					<ForeignText>{account?.guild.name ?? guild}</ForeignText>
				</span>
			</p>
			<div className="grid gap-3 lg:gap-4">
				{account && <AccountFigures account={account} />}
				<PanelFrame title="History">
					{unknown ? (
						<p className="px-4 py-8 text-center text-muted">
							Nobody of the id <ForeignText className="font-mono text-xs">{user}</ForeignText> has ever had
							coins in this guild.
						</p>
					) : (
						<>
							<PanelFault answer={answer} />
							{answer.isPending && (
								<div aria-busy="true" className="p-3 md:px-4">
									<Skeleton lines={8} />
								</div>
							)}
							{account && <AccountHistory account={account} entries={entries} answer={answer} />}
						</>
					)}
				</PanelFrame>
			</div>
			<TransactionPanel />
		</>
	)
}
