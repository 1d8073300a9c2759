const units = ["B", "kB", "MB", "GB", "TB"]

/** A size by thousands, with three digits: "4.21 MB". */
export function formatBytes(bytes: number): string {
	const rounded = Number(bytes.toPrecision(3))
	const power = rounded < 1_000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(rounded) / 3))
	return `${Number((rounded / 1_000 ** power).toPrecision(3))} ${units[power]}`
}
