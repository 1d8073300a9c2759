import { PanelFrame } from "../../components/panel"
import { CommandForm } from "./command-form"
import { ExchangeView } from "./exchange-view"
import { See } from "./see"
import type { SimState } from "./sim-state"
import { useConversation } from "./use-conversation"

/** Being a member: a command is used, and the bot's answer seen as they would see it. */
export function CommandPanel({ state }: { state: SimState }) {
	const { exchanges, busy, say, press } = useConversation()
	return (
		<PanelFrame title="Be a member">
			<div className="flex flex-col gap-3 p-3 md:px-4">
				{state.commands.length === 0 ? (
					<p className="text-muted">The bot has not registered its commands yet.</p>
				) : (
					<CommandForm state={state} busy={busy} onSay={say} />
				)}
				<See>The command in Recent Events, the coins in the ledger, and the answer's time in Ack p99.</See>
			</div>
			<ul aria-label="Answers" className="empty:hidden">
				{exchanges.map((exchange) => (
					<ExchangeView
						key={exchange.id}
						exchange={exchange}
						busy={busy}
						onPress={(message, button) => press(exchange, message, button)}
					/>
				))}
			</ul>
		</PanelFrame>
	)
}
