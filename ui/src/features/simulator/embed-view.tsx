import { DiscordText } from "./discord-text"
import type { Embed } from "./reply"
import type { SimGuild } from "./sim-state"

/** An embed: a stripe of its colour, a title, a text, fields side by side. */
export function EmbedView({ embed, guild }: { embed: Embed; guild: SimGuild }) {
	return (
		<div
			style={{ borderLeftColor: `#${(embed.color ?? 0x66758f).toString(16).padStart(6, "0")}` }}
			className="mt-1.5 max-w-140 rounded-sm border border-l-4 border-hairline bg-surface px-3 py-2"
		>
			{embed.title && (
				<div className="font-semibold">
					<DiscordText text={embed.title} guild={guild} />
				</div>
			)}
			<DiscordText text={embed.description} guild={guild} />
			{embed.fields.length > 0 && (
				<dl className="grid grid-cols-2 gap-x-4 gap-y-1.5 pt-1.5 md:grid-cols-3">
					{embed.fields.map(({ name, value, inline }, i) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: an embed's fields stay where they are
						<div key={i} className={`min-w-0 ${inline ? "" : "col-span-full"}`}>
							<dt className="text-xs font-medium text-muted">
								<DiscordText text={name} guild={guild} />
							</dt>
							<dd>
								<DiscordText text={value} guild={guild} />
							</dd>
						</div>
					))}
				</dl>
			)}
			{embed.footer && (
				<div className="pt-1.5 text-xs text-muted">
					<DiscordText text={embed.footer.text} guild={guild} />
				</div>
			)}
		</div>
	)
}
