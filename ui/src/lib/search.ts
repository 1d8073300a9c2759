/**
 * The URL's search as text by name, and back. Unlike the router's own it reads no value as JSON: a snowflake
 * would lose its last digits as a number.
 */
export function parseSearch(search: string): Record<string, string> {
	return Object.fromEntries(new URLSearchParams(search))
}

export function stringifySearch(search: Record<string, unknown>): string {
	const params = new URLSearchParams()
	for (const [name, value] of Object.entries(search)) {
		if (value !== undefined && value !== null && value !== "") params.set(name, String(value))
	}
	const text = params.toString()
	return text && `?${text}`
}
