// Amounts are whole coins, as text: a supply may be more than a number holds exactly.

/** The amount, or null where the text is no whole number. */
export function parseAmount(text: string | null): bigint | null {
	return text !== null && /^-?\d{1,30}$/.test(text) ? BigInt(text) : null
}

/** The sum of amounts by kind; what is no whole number is left out. */
export function sumOf(byKind: Readonly<Record<string, string>>): bigint {
	return Object.values(byKind).reduce((sum, amount) => sum + (parseAmount(amount) ?? 0n), 0n)
}

/** Where a value lies between two others, from 0 to 1: for lengths on the screen, not for counting. */
export function fractionOf(value: bigint, low: bigint, high: bigint): number {
	if (high <= low) return 0
	const part = Number(((value - low) * 10_000n) / (high - low)) / 10_000
	return Math.min(1, Math.max(0, part))
}

/** The amounts by kind, the largest first. */
export function largestFirst(byKind: Readonly<Record<string, string>>): [kind: string, amount: bigint][] {
	return Object.entries(byKind)
		.map(([kind, amount]): [string, bigint] => [kind, parseAmount(amount) ?? 0n])
		.filter(([, amount]) => amount !== 0n)
		.sort(([, a], [, b]) => (a < b ? 1 : a > b ? -1 : 0))
}

const grouped = new Intl.NumberFormat("en", { signDisplay: "negative" })
const signed = new Intl.NumberFormat("en", { signDisplay: "exceptZero" })

/** "1,204", in full. */
export function coins(amount: bigint): string {
	return minus(grouped.format(amount))
}

/** "+1,204" or "−40", in full. */
export function change(amount: bigint): string {
	return minus(signed.format(amount))
}

function minus(text: string): string {
	return text.replace("-", "−")
}
