import * as v from "valibot"

/** A request that brought nothing to show: refused, unanswered, or answered with what is none of the contract's. */
export class RequestError extends Error {
	/** Names the kind of failure, as the server's `error.code` does: "not_found", "unreachable". */
	readonly code: string
	/** The HTTP status, or null where there was no answer. */
	readonly status: number | null

	constructor(code: string, status: number | null, message: string) {
		super(message)
		this.code = code
		this.status = status
	}
}

export interface RequestOptions {
	signal?: AbortSignal
	/** GET, unless it is said. */
	method?: "POST" | "PUT" | "PATCH" | "DELETE"
	/** Is sent as JSON. */
	body?: unknown
	/** How long the answer may take; 15 s, unless it is said. */
	timeoutMs?: number
}

const usualTimeoutMs = 15_000
const refusalSchema = v.object({ error: v.object({ code: v.string(), message: v.string() }) })

/**
 * Asks this page's own server. What fails is a {@link RequestError}, except that a request whose signal is aborted
 * fails with the signal's reason. A 204 is read as undefined.
 */
export async function requestJson<S extends v.GenericSchema>(
	path: string,
	schema: S,
	{ signal, method, body, timeoutMs = usualTimeoutMs }: RequestOptions = {},
): Promise<v.InferOutput<S>> {
	const timeout = AbortSignal.timeout(timeoutMs)
	try {
		const response = await fetch(path, {
			method: method ?? "GET",
			headers: {
				accept: "application/json",
				...(body !== undefined && { "content-type": "application/json" }),
			},
			cache: "no-store",
			signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
			...(body !== undefined && { body: JSON.stringify(body) }),
		})
		if (!response.ok) throw await refusal(path, response)
		return v.parse(schema, response.status === 204 ? undefined : await response.json())
	} catch (error) {
		signal?.throwIfAborted()
		throw explained(error, path, timeoutMs)
	}
}

async function refusal(path: string, response: Response): Promise<RequestError> {
	const { status } = response
	const told = v.safeParse(refusalSchema, await response.json().catch(() => null))
	if (told.success) return new RequestError(told.output.error.code, status, told.output.error.message)
	return new RequestError(`http_${status}`, status, `${path} answered ${status}`)
}

function explained(error: unknown, path: string, timeoutMs: number): RequestError {
	if (error instanceof RequestError) return error
	if (error instanceof DOMException && error.name === "TimeoutError")
		return new RequestError("timeout", null, `${path} did not answer within ${timeoutMs / 1_000} s`)
	if (error instanceof v.ValiError || error instanceof SyntaxError)
		return new RequestError("unexpected_answer", null, `${path} answered what this page cannot read`)
	return new RequestError("unreachable", null, "the server cannot be reached")
}
