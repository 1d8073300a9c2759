/** Fetches JSON; a status outside 2xx is an error that quotes the answer. */
export async function fetchJSON<T>(url: string, init?: RequestInit): Promise<T> {
	const response = await fetch(url, init)
	const body = await response.text()
	if (!response.ok) throw new Error(`${init?.method ?? "GET"} ${url}: ${response.status} ${body}`)
	return JSON.parse(body) as T
}

export function sendJSON<T>(method: "POST" | "PATCH", url: string, body: unknown): Promise<T> {
	return fetchJSON<T>(url, {
		method,
		headers: { "Content-Type": "application/json" },
		body: JSON.stringify(body),
	})
}
