import { Eye } from "lucide-react"
import { ForeignText } from "../../components/foreign-text"
import { DiscordText } from "./discord-text"
import { EmbedView } from "./embed-view"
import { type Button, isPrivate, type Message } from "./reply"
import type { SimGuild } from "./sim-state"

interface Props {
	message: Message
	/** Whose members are named. */
	guild: SimGuild
	busy: boolean
	onPress: (button: Button) => void
}

const colours: Readonly<Record<number, string>> = {
	1: "border-brand",
	3: "border-ok",
	4: "border-error",
}

/** A message of the bot's, about as Discord shows it; its buttons can be pressed. */
export function MessageView({ message, guild, busy, onPress }: Props) {
	const buttons = message.components.flatMap(({ components }) => components.filter(({ type }) => type === 2))
	return (
		<article
			aria-label="Answer"
			className={`rounded-md px-3 py-2 ${isPrivate(message) ? "bg-brand/10" : "bg-bg"}`}
		>
			<p className="flex items-center gap-1.5">
				<span className="font-semibold">Aurora</span>
				<span className="rounded-sm border border-control px-1 text-xs text-muted">APP</span>
			</p>
			<DiscordText text={message.content} guild={guild} />
			{message.embeds.map((embed, i) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a message's embeds stay where they are
				<EmbedView key={i} embed={embed} guild={guild} />
			))}
			{buttons.length > 0 && (
				<div className="flex flex-wrap gap-2 pt-2">
					{buttons.map((button) => (
						<button
							key={button.custom_id}
							type="button"
							disabled={busy || button.disabled}
							onClick={() => onPress(button)}
							className={`h-8 rounded-sm border bg-surface px-3 font-medium hover:bg-raised disabled:opacity-60 pointer-coarse:h-11 ${colours[button.style] ?? "border-control"}`}
						>
							<ForeignText>{button.label}</ForeignText>
						</button>
					))}
				</div>
			)}
			{isPrivate(message) && (
				<p className="flex items-center gap-1.5 pt-1.5 text-xs text-muted">
					<Eye aria-hidden="true" className="size-3.5" /> Only this member sees it
				</p>
			)}
		</article>
	)
}
