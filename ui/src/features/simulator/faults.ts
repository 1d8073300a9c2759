/** A misfortune that can be had at one press. */
export interface FaultKind {
	readonly kind: string
	readonly label: string
	/** How long it lasts, in seconds; 0 where it happens once. */
	readonly seconds: number
	/** Whether it can be had for one shard. */
	readonly sharded: boolean
	/** What the dashboard will show of it. */
	readonly see: string
}

export interface FaultGroup {
	readonly title: string
	readonly faults: readonly FaultKind[]
}

const shard = { sharded: true, seconds: 0 }
const rest = { sharded: false, seconds: 5 }

export const faultGroups: readonly FaultGroup[] = [
	{
		title: "The gateway",
		faults: [
			{
				...shard,
				kind: "drop",
				label: "Drop the connection",
				see: "The shard leaves ready, resumes, and no event is lost",
			},
			{
				...shard,
				kind: "reconnect",
				label: "Ask to reconnect",
				see: "A resume within a second or so; the shard says resumed",
			},
			{
				...shard,
				kind: "invalid_session",
				label: "Invalidate the session",
				see: "The shard identifies anew, and the identify budget shrinks",
			},
			{
				...shard,
				kind: "invalid_session_resumable",
				label: "Invalid, but resumable",
				see: "The shard resumes where it was",
			},
			{
				...shard,
				kind: "close:4000",
				label: "Close with 4000",
				see: "Disconnected with its close code, then a resume",
			},
			{
				...shard,
				kind: "close:4009",
				label: "Close with 4009",
				see: "Session timed out: a new session, not a resume",
			},
			{
				...shard,
				kind: "no_ack",
				label: "Swallow heartbeats",
				seconds: 120,
				see: "A zombie: the missed answer is noticed and the connection is made anew",
			},
			{
				...shard,
				kind: "guild_outage",
				label: "Guild outage",
				seconds: 10,
				see: "Guilds unavailable are counted, and come back",
			},
		],
	},
	{
		title: "Interactions",
		faults: [
			{
				...shard,
				kind: "late",
				label: "Arrive too late",
				seconds: 10,
				see: "Missed answers: every command comes after its 3 s",
			},
			{
				...shard,
				kind: "duplicate",
				label: "Arrive twice",
				seconds: 10,
				see: "Nothing: each is paid once, and the ledger goes on to add up",
			},
			{
				sharded: false,
				kind: "unknown_interaction",
				label: "Unknown interaction",
				seconds: 10,
				see: "Commands fail with 10062, the error rate rises",
			},
		],
	},
	{
		title: "REST",
		faults: [
			{
				...rest,
				kind: "rate_limit_user",
				label: "429, each bucket",
				see: "Rate limited with the scope user; answers wait, and the count towards Discord's ban grows",
			},
			{
				...rest,
				kind: "rate_limit_global",
				label: "429, the whole bot",
				seconds: 15,
				see: "Commands go on, as Discord exempts them. Invalidate a session meanwhile: asking for the gateway is limited with the scope global",
			},
			{
				...rest,
				kind: "rate_limit_shared",
				label: "429, shared",
				see: "Rate limited, but not counted towards Discord's ban",
			},
			{
				...rest,
				kind: "rest_5xx",
				label: "500, 502 and 503",
				see: "Requests are tried again; few commands fail",
			},
			{
				...rest,
				kind: "invalid_token",
				label: "Refuse the token",
				seconds: 20,
				see: "Bot down, in red, until the token is taken again",
			},
		],
	},
]

/** A fault by its name on the wire. */
export function faultLabel(kind: string): string {
	return faultGroups.flatMap(({ faults }) => faults).find((fault) => fault.kind === kind)?.label ?? kind
}
