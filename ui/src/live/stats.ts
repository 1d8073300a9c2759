import * as v from "valibot"
import { eventSchema, seqSchema } from "./events"

// What is not measured is null. So is what an older or newer server leaves out or sends in another shape:
// one odd field never costs the page the rest.
export const num = v.fallback(v.nullable(v.pipe(v.number(), v.finite())), null)
export const text = v.fallback(v.nullable(v.string()), null)
const bool = v.fallback(v.nullable(v.boolean()), null)
export const section = <E extends v.ObjectEntries>(entries: E) =>
	v.fallback(v.nullable(v.object(entries)), null)
export const list = <S extends v.GenericSchema>(item: S) => v.fallback(v.nullable(v.array(item)), null)
const amounts = v.fallback(v.nullable(v.record(v.string(), v.string())), null)

/** A distribution over a recent window; the percentiles in milliseconds. */
export const pct = section({ n: num, p50: num, p95: num, p99: num, max: num })

const shardStates = ["connecting", "identifying", "resuming", "ready", "disconnected", "zombie"] as const

/** The fields of a shard. */
export const shardFields = {
	id: v.number(),
	state: v.fallback(v.nullable(v.picklist(shardStates)), null),
	latencyMs: num,
	lastAckAgeMs: num,
	missedAcks: num,
	guilds: num,
	unavailable: num,
	eventsPerSec: num,
	lastCloseCode: num,
	resumes24h: num,
}

export const identifyBudget = section({ total: num, remaining: num, resetAt: text, maxConcurrency: num })

const gateway = section({
	shardsTotal: num,
	shardsReady: num,
	guildsUnavailable: num,
	latency: pct,
	dispatchPerSec: num,
	resumes24h: num,
	reidentifies24h: num,
	invalidSessions24h: num,
	identifyBudget,
	clockSkewMs: num,
	shards: list(v.object(shardFields)),
})

/** The fields of what is known of requests to Discord. */
export const restFields = {
	reqPerSec: num,
	globalUsedPct: num,
	latency: pct,
	queued: num,
	status: section({ s2xx: num, s4xx: num, s429: num, s5xx: num, timeout: num }),
	ratelimits: section({ user: num, global: num, shared: num }),
	invalid: section({ count10m: num, limit: num, projected10m: num }),
	buckets: list(v.object({ route: v.string(), remaining: num, limit: num, resetMs: num })),
}

const interactions = section({
	perMin: num,
	ack: pct,
	deadlineMs: num,
	nearMiss5m: num,
	missed5m: num,
	unknown5m: num,
	deferredPct: num,
	headroomP99Ms: num,
	transit: pct,
})

/** The fields of a command's summary. */
export const commandFields = {
	name: v.string(),
	calls5m: num,
	p50: num,
	p95: num,
	p99: num,
	ackP99: num,
	errorRate: num,
	nearMiss5m: num,
	spark: list(num),
}

/** Failures of one command for one reason. */
export const commandError = v.object({
	fingerprint: v.string(),
	title: text,
	command: text,
	count1h: num,
	users1h: num,
	firstSeen: text,
	lastSeen: text,
	traceId: text,
})

const economy = section({
	currency: text,
	accounts: num,
	active24h: num,
	supply: text,
	supplyDelta24h: text,
	growthPct7d: num,
	faucet24h: amounts,
	sink24h: amounts,
	transfers: section({ n24h: num, volume24h: text, max: text }),
	daily: section({ claimedToday: num, avgStreak: num, maxStreak: num, lost24h: num }),
	gini: num,
	top1Pct: num,
	integrity: section({ balanced: bool, driftAmount: text, checkedAt: text }),
	anomaliesOpen: num,
	frozenAccounts: num,
})

const runtime = section({
	cpuPct: num,
	rssBytes: num,
	goroutines: num,
	gcPauseP99Ms: num,
	db: section({ latency: pct, poolInUse: num, sizeBytes: num, lastBackupAt: text }),
})

/** The state of the bot as one value: `GET /api/stats` and the data of STATS_UPDATE. */
export const statsSchema = v.object({
	v: num,
	epoch: v.string(),
	seq: seqSchema,
	serverTime: text,
	generatedInMs: num,
	build: section({ version: text, commit: text, startedAt: text }),
	health: v.fallback(v.picklist(["ok", "degraded", "down", "unknown"]), "unknown"),
	healthReasons: list(v.string()),
	uptimeSec: num,
	intervalMs: num,
	guildCount: num,
	userCount: num,
	commandsToday: num,
	avgLatencyMs: num,
	errorRate5m: num,
	eventsPerSec: num,
	recentEvents: list(eventSchema),
	gateway,
	rest: section(restFields),
	interactions,
	commands: section({
		perMin: num,
		latency: pct,
		errorRate: num,
		top: list(v.object(commandFields)),
		errors: list(commandError),
	}),
	economy,
	runtime,
	bus: section({ publishedPerSec: num, dropped5m: num, lagP99Ms: num }),
	live: section({ clients: num, slowKicked1h: num }),
})

export type DashboardStats = v.InferOutput<typeof statsSchema>
