import type { SimSettings } from "./sim-state"

/** A setting of the simulated Discord that can be turned while everything runs. */
export interface Knob {
	readonly name: keyof SimSettings
	readonly label: string
	readonly unit: string
	readonly max: number
	/** Values at one press. */
	readonly presets: readonly { readonly label: string; readonly value: number }[]
	/** What the dashboard will show of it, and where. */
	readonly see: string
	readonly to: string
	readonly where: string
}

export const knobs: readonly Knob[] = [
	{
		name: "latencyMs",
		label: "Gateway latency",
		unit: "ms",
		max: 60_000,
		presets: [
			{ label: "Usual, 40", value: 40 },
			{ label: "Spike, 400", value: 400 },
			{ label: "Bad, 1500", value: 1_500 },
		],
		see: "Avg Latency jumps with each shard's next heartbeat, without waiting for the next update",
		to: "/",
		where: "Overview",
	},
	{
		name: "jitterMs",
		label: "Jitter",
		unit: "± ms",
		max: 60_000,
		presets: [
			{ label: "None", value: 0 },
			{ label: "Rough, 150", value: 150 },
		],
		see: "p95 moves away from p50 in the timeline, and the shards differ",
		to: "/",
		where: "Overview",
	},
	{
		name: "restLatencyMs",
		label: "Slow callbacks (REST latency)",
		unit: "ms",
		max: 60_000,
		presets: [
			{ label: "None", value: 0 },
			{ label: "Near miss, 2300", value: 2_300 },
			{ label: "Too late, 3500", value: 3_500 },
		],
		see: "Ack p99 climbs towards the 3 s that Discord allows; near misses and missed answers appear",
		to: "/",
		where: "Overview",
	},
	{
		name: "rate",
		label: "Members' commands",
		unit: "per s",
		max: 1_000,
		presets: [
			{ label: "Silence", value: 0 },
			{ label: "Usual, 2", value: 2 },
			{ label: "Rush, 100", value: 100 },
		],
		see: "Commands/min follows; from 50 events a second on the feed gathers them in lines",
		to: "/events",
		where: "Events",
	},
	{
		name: "errorRate",
		label: "REST calls that fail",
		unit: "0 to 1",
		max: 1,
		presets: [
			{ label: "None", value: 0 },
			{ label: "One in five", value: 0.2 },
		],
		see: "Commands whose answers are lost come as failed, with the reason; Error rate rises",
		to: "/events",
		where: "Events",
	},
]

/** What was typed as the knob's value, or what is wrong with it. */
export function knobValue({ max, unit }: Knob, typed: string): { value: number } | { fault: string } {
	const value = Number(typed)
	if (typed.trim() === "" || !Number.isFinite(value) || value < 0 || value > max)
		return { fault: `A number from 0 to ${max.toLocaleString("en")}, in ${unit}.` }
	return { value }
}
