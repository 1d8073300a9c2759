import * as v from "valibot"
import { requestJson } from "../lib/http"
import { type Change, useChange } from "./use-change"

/** Ends this browser's session, or all of the reader's, and leaves the page. */
export function useSignOut({ everywhere = false } = {}): Change<void> {
	return useChange(async () => {
		await requestJson(`/auth/logout${everywhere ? "?everywhere=1" : ""}`, v.unknown(), { method: "POST" })
		location.assign("/")
	}, [])
}
