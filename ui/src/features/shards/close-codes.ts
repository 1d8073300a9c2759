/** What Discord means by a gateway close code. */
const meanings: Readonly<Record<number, string>> = {
	1000: "closed as usual",
	1001: "the other side went away",
	4000: "unknown error at Discord",
	4001: "unknown opcode",
	4002: "a frame that cannot be read",
	4003: "not authenticated yet",
	4004: "the bot token is wrong",
	4005: "authenticated twice",
	4007: "wrong sequence: a new session begins",
	4008: "too many frames sent",
	4009: "session timed out: a new one begins",
	4010: "no such shard",
	4011: "too many guilds for so few shards",
	4012: "gateway version no longer served",
	4013: "unknown intents",
	4014: "intents that are not allowed",
}

/** A close code with its meaning. */
export function closeText(code: number): string {
	const meaning = meanings[code]
	return meaning ? `${code}: ${meaning}` : `${code}`
}
