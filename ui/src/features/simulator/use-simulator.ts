import { useMutation, useQueryClient } from "@tanstack/react-query"
import { type Answer, useApi } from "../../hooks/use-api"
import { requestJson } from "../../lib/http"
import { repliesSchema } from "./reply"
import { faultSchema, type SimSettings, type SimState, settingsSchema, simStateSchema } from "./sim-state"

const statePath = "/sim/state"
/** A member waits up to 20 s for the bot's last word. */
const replyTimeoutMs = 25_000

/** What goes on in the simulated Discord. */
export function useSimState(): Answer<SimState> {
	return useApi(statePath, simStateSchema, { everyMs: 2_000 })
}

/** Changes what the simulated Discord does from now on. */
export function useSettings() {
	return useSim((body: Partial<SimSettings>) =>
		requestJson("/sim/settings", settingsSchema, { method: "PATCH", body }),
	)
}

export interface FaultRequest {
	kind: string
	/** All, unless it is said. */
	shard?: number
	seconds?: number
}

/** Makes something go wrong. */
export function useFault() {
	return useSim((body: FaultRequest) => requestJson("/sim/faults", faultSchema, { method: "POST", body }))
}

/** A member uses a command, or presses a button of a message. */
export interface Interaction {
	guild: string
	user: string
	command?: string
	subcommand?: string
	options?: Record<string, string | number | boolean>
	component?: string
	message?: string
	times?: number
}

/** Does what a member does; the last delivery's answer is what they see. */
export function useInteraction() {
	return useSim(async (body: Interaction) => {
		const answer = await requestJson("/sim/interactions", repliesSchema, {
			method: "POST",
			body,
			timeoutMs: replyTimeoutMs,
		})
		return "deliveries" in answer ? answer.deliveries : [answer]
	})
}

/** A change of the simulated Discord, after which its state is asked for anew. */
function useSim<T, R>(change: (body: T) => Promise<R>) {
	const queries = useQueryClient()
	return useMutation({
		networkMode: "always",
		mutationFn: change,
		onSettled: () => queries.invalidateQueries({ queryKey: [statePath] }),
	})
}
