import { useState } from "react"
import type { Button, Message, Reply } from "./reply"
import type { SimGuild } from "./sim-state"
import { type Interaction, useInteraction } from "./use-simulator"

/** A command that was used, and what its user sees of it by now. */
export interface Exchange {
	readonly id: number
	readonly guild: SimGuild
	readonly user: string
	/** What was typed. */
	readonly said: string
	/** Undefined while it is waited for; of each delivery. */
	readonly replies?: readonly Reply[]
	readonly error?: Error | undefined
}

const kept = 5

/** What was said to the bot of late, the newest first, and what it answered. */
export function useConversation() {
	const [exchanges, setExchanges] = useState<readonly Exchange[]>([])
	const { mutateAsync, isPending } = useInteraction()

	async function answerTo(exchange: Exchange, use: Interaction) {
		const become = (change: Partial<Exchange>) =>
			setExchanges((all) => all.map((other) => (other.id === exchange.id ? { ...other, ...change } : other)))
		try {
			become({ replies: await mutateAsync(use), error: undefined })
		} catch (error) {
			become({ error: error instanceof Error ? error : new Error(String(error)) })
		}
	}

	function say(guild: SimGuild, user: string, said: string, use: Interaction) {
		const exchange: Exchange = { id: (exchanges[0]?.id ?? 0) + 1, guild, user, said }
		setExchanges([exchange, ...exchanges].slice(0, kept))
		void answerTo(exchange, use)
	}

	function press(exchange: Exchange, message: Message, button: Button) {
		const { guild, user } = exchange
		void answerTo(exchange, { guild: guild.id, user, message: message.id, component: button.custom_id })
	}

	return { exchanges, busy: isPending, say, press }
}
