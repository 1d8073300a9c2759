import { ForeignText } from "../../components/foreign-text"
import { Time } from "../../components/time"
import { type Piece, piecesOf } from "./markup"
import type { SimGuild } from "./sim-state"

/** Text of a message, line by line, as Discord shows it: bold, code, members by name, instants. */
export function DiscordText({ text, guild }: { text: string; guild: SimGuild }) {
	if (text === "") return null
	return text.split("\n").map((line, i) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a text's lines stay where they are
		<span key={i} className="block min-h-5 break-words">
			<Pieces text={line} guild={guild} />
		</span>
	))
}

function Pieces({ text, guild }: { text: string; guild: SimGuild }) {
	// biome-ignore lint/suspicious/noArrayIndexKey: a line's pieces stay where they are
	return piecesOf(text).map((piece, i) => <One key={i} piece={piece} guild={guild} />)
}

function One({ piece, guild }: { piece: Piece; guild: SimGuild }) {
	switch (piece.kind) {
		case "text":
			return <ForeignText>{piece.text}</ForeignText>
		case "bold":
			return (
				<strong className="font-semibold">
					<Pieces text={piece.text} guild={guild} />
				</strong>
			)
		case "code":
			return (
				<code className="rounded-sm bg-raised px-1 font-mono text-xs">
					<ForeignText>{piece.text}</ForeignText>
				</code>
			)
		case "mention":
			return (
				<span className="rounded-sm bg-brand/15 px-0.5 font-medium">
					@<ForeignText>{guild.members.find(({ id }) => id === piece.id)?.name ?? piece.id}</ForeignText>
				</span>
			)
		case "instant":
			return <Time at={piece.iso} as={piece.style === "R" ? "age" : "instant"} />
	}
}
