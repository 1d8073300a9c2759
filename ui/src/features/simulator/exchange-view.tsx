import { ForeignText } from "../../components/foreign-text"
import { Skeleton } from "../../components/skeleton"
import { formatMs } from "../../lib/format"
import { MessageView } from "./message-view"
import { Refusal } from "./refusal"
import type { Button, Message, Reply } from "./reply"
import type { Exchange } from "./use-conversation"

interface Props {
	exchange: Exchange
	busy: boolean
	onPress: (message: Message, button: Button) => void
}

/** A command that was used, and its answer as its user sees it. */
export function ExchangeView({ exchange, busy, onPress }: Props) {
	const { guild, user, said, replies, error } = exchange
	const name = guild.members.find(({ id }) => id === user)?.name ?? user
	return (
		<li className="border-t border-hairline px-3 py-2.5 md:px-4">
			<p aria-live="polite" className="pb-1.5 text-xs text-muted">
				<ForeignText className="font-medium text-text">{name}</ForeignText> used{" "}
				<ForeignText className="font-mono text-text">{said}</ForeignText>
				{replies && ` · ${answered(replies)}`}
			</p>
			{!replies && !error && <Skeleton lines={2} />}
			{error && <Refusal error={error} />}
			{messagesOf(replies).map((message, i) => (
				<MessageView
					// biome-ignore lint/suspicious/noArrayIndexKey: of two deliveries both may show one message
					key={`${message.id} ${i}`}
					message={message}
					guild={guild}
					busy={busy}
					onPress={(button) => onPress(message, button)}
				/>
			))}
		</li>
	)
}

function answered(replies: readonly Reply[]): string {
	const times = replies.map(({ ackMs }) =>
		ackMs === null ? "not answered" : `answered in ${formatMs(ackMs)} ms`,
	)
	return times.join(", and the second time ")
}

function messagesOf(replies: readonly Reply[] = []): Message[] {
	return replies.flatMap(({ response, followups }) => (response ? [response, ...followups] : followups))
}
