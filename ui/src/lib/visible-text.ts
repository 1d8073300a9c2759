/** No name or message is longer; what is goes on as an ellipsis. */
const maxLength = 400

const joiner = "\\u200c|\\u200d"
/** Controls, line breaks, direction marks and whatever else is not drawn, but for joiners and variants. */
const invisible = new RegExp(
	`(?!${joiner}|\\p{Variation_Selector})[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}]`,
	"gu",
)
/** Joiners belong to emoji and to several scripts; elsewhere they only hide. */
const strayJoiner = new RegExp(
	`(?<!\\p{L}|\\p{M}|\\p{Extended_Pictographic}|\\p{Emoji_Modifier})(?:${joiner})`,
	"gu",
)
const stackedMarks = /(\p{M}{4})\p{M}+/gu

/**
 * Text from outside as it can be shown beside other text: control, direction and zero-width characters are replaced
 * by signs one can see, towers of combining marks are cut, and so is length. The result is still text, not markup.
 */
export function visibleText(text: string): string {
	return cut(text.toWellFormed().replace(stackedMarks, "$1"))
		.replace(strayJoiner, sign)
		.replace(invisible, sign)
}

function cut(text: string): string {
	if (text.length <= maxLength) return text
	return `${text.slice(0, maxLength).replace(/[\ud800-\udbff]$/, "")}…`
}

function sign(character: string): string {
	const code = character.codePointAt(0) ?? 0
	if (code < 0x20) return String.fromCodePoint(0x2400 + code)
	if (code === 0x7f) return "␡"
	return `‹U+${code.toString(16).toUpperCase().padStart(4, "0")}›`
}
