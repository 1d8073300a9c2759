/** A piece of a message's text, as Discord shows it. */
export type Piece =
	| { kind: "text" | "bold" | "code"; text: string }
	| { kind: "mention"; id: string }
	| { kind: "instant"; iso: string; style: string }

const marks =
	/\*\*(?<bold>[^*]+)\*\*|`(?<code>[^`]+)`|<@!?(?<user>\d+)>|<t:(?<seconds>-?\d{1,12})(?::(?<style>[a-zA-Z]))?>/g

/** Reads what Aurora's answers use of Discord's markup; everything else stays text. */
export function piecesOf(text: string): Piece[] {
	const pieces: Piece[] = []
	let end = 0
	for (const match of text.matchAll(marks)) {
		if (match.index > end) pieces.push({ kind: "text", text: text.slice(end, match.index) })
		pieces.push(pieceOf(match))
		end = match.index + match[0].length
	}
	if (end < text.length) pieces.push({ kind: "text", text: text.slice(end) })
	return pieces
}

function pieceOf({ 0: whole, groups = {} }: RegExpMatchArray): Piece {
	const { bold, code, user, seconds, style } = groups
	if (bold) return { kind: "bold", text: bold }
	if (code) return { kind: "code", text: code }
	if (user) return { kind: "mention", id: user }
	if (seconds)
		return { kind: "instant", iso: new Date(Number(seconds) * 1_000).toISOString(), style: style ?? "f" }
	return { kind: "text", text: whole }
}
