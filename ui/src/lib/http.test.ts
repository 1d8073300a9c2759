import * as v from "valibot"
import { afterEach, expect, test, vi } from "vitest"
import { RequestError, requestJson } from "./http"

afterEach(() => vi.unstubAllGlobals())

const schema = v.object({ n: v.number() })

function server(answer: () => Response | Promise<Response>) {
	const fetch = vi.fn<typeof globalThis.fetch>(async () => answer())
	vi.stubGlobal("fetch", fetch)
	return fetch
}

async function failure(request: Promise<unknown>): Promise<RequestError> {
	const error = await request.then(
		() => null,
		(reason: unknown) => reason,
	)
	expect(error).toBeInstanceOf(RequestError)
	return error as RequestError
}

test("an answer is read by its schema, and what is beside it is dropped", async () => {
	server(() => Response.json({ n: 1, later: true }))
	expect(await requestJson("/api/x", schema)).toEqual({ n: 1 })
})

test("a body is sent as JSON", async () => {
	const fetch = server(() => Response.json({ n: 1 }, { status: 201 }))
	await requestJson("/api/x", schema, { method: "POST", body: { name: "deploy" } })
	const [path, init] = fetch.mock.calls[0] ?? []
	expect([path, init?.method, init?.body]).toEqual(["/api/x", "POST", '{"name":"deploy"}'])
	expect(new Headers(init?.headers).get("content-type")).toBe("application/json")
})

test("an answer without a body is undefined", async () => {
	server(() => new Response(null, { status: 204 }))
	expect(await requestJson("/api/x", v.undefined(), { method: "DELETE" })).toBeUndefined()
})

test("a refusal keeps the server's code and words", async () => {
	server(() => Response.json({ error: { code: "no_account", message: "there is none" } }, { status: 404 }))
	expect(await failure(requestJson("/api/x", schema))).toMatchObject({
		code: "no_account",
		status: 404,
		message: "there is none",
	})
})

test("a refusal by something else on the way has its status as its code", async () => {
	server(() => new Response("<h1>Bad Gateway</h1>", { status: 502 }))
	expect(await failure(requestJson("/api/x", schema))).toMatchObject({ code: "http_502", status: 502 })
})

test("no answer, a late one and one of another shape are told apart", async () => {
	server(() => Promise.reject(new TypeError("Failed to fetch")))
	expect((await failure(requestJson("/api/x", schema))).code).toBe("unreachable")
	server(() => Promise.reject(new DOMException("", "TimeoutError")))
	expect((await failure(requestJson("/api/x", schema))).code).toBe("timeout")
	server(() => Response.json({ n: "1" }))
	expect((await failure(requestJson("/api/x", schema))).code).toBe("unexpected_answer")
	server(() => new Response("<!doctype html>"))
	expect((await failure(requestJson("/api/x", schema))).code).toBe("unexpected_answer")
})

test("a request that is called off fails with its reason, not as a failed one", async () => {
	server(() => Promise.reject(new DOMException("", "AbortError")))
	const signal = AbortSignal.abort(new Error("left the page"))
	await expect(requestJson("/api/x", schema, { signal })).rejects.toThrow("left the page")
})
