import { useQuery } from "@tanstack/react-query"
import * as v from "valibot"
import { requestJson } from "../lib/http"

const text = v.fallback(v.nullable(v.string()), null)
const flag = v.fallback(v.boolean(), false)

const meSchema = v.object({
	id: text,
	name: text,
	role: v.fallback(v.nullable(v.picklist(["admin", "viewer"])), null),
	via: v.fallback(v.nullable(v.picklist(["session", "key", "local"])), null),
	demo: flag,
	/** Which login there is, or null. */
	login: v.fallback(v.nullable(v.literal("discord")), null),
	/** Why there is no role. */
	reason: text,
	message: text,
	/** Whether there is a simulator to be played with. */
	sim: flag,
})

export type Me = v.InferOutput<typeof meSchema>

/** The query of whoever is looking, under which it can be invalidated. */
export const mePath = "/api/me"

export function askMe({ signal }: { signal: AbortSignal }): Promise<Me> {
	return requestJson(mePath, meSchema, { signal })
}

/**
 * Who the reader is to the server; undefined until it has said so. Once somebody was let in it stays who that was,
 * even when they are signed out: what they see and have half written is to stay where it is.
 */
export function useMe(): Me | undefined {
	return useQuery({
		queryKey: [mePath],
		queryFn: askMe,
		refetchInterval: 60_000,
		structuralSharing: (before, now) => lastAdmitted(before as Me | undefined, now as Me),
	}).data
}

/** Why the reader may look, in words that go on after their role. */
export function howAdmitted({ via, demo }: Me): string {
	switch (via) {
		case "session":
			return "signed in with Discord"
		case "key":
			return "by an API key"
		case "local":
			return demo
				? "signed in by itself, as this is the demo and the request is from its own machine"
				: "without signing in, as the request is from the server's own machine"
		default:
			return "not signed in"
	}
}

export function lastAdmitted(before: Me | undefined, now: Me): Me {
	return before?.role && !now.role ? before : now
}
