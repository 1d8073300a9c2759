// A client that has nothing in common with Aurora's lives with the simulated Discord, so that the simulator is not
// one that only Aurora's library likes.
import assert from "node:assert/strict"
import { once } from "node:events"
import { after, before, test } from "node:test"
import { setTimeout as pause } from "node:timers/promises"
import { Client, Events, GatewayIntentBits, Routes } from "discord.js"
import { patience, SimulatedDiscord, until } from "./simulated-discord.js"

let discord
let client
let guilds

before(async () => {
	discord = await SimulatedDiscord.start(
		"--rate",
		"0",
		"--guilds",
		"6",
		"--members",
		"60",
		"--sim-heartbeat",
		"3s",
	)
	client = new Client({
		intents: [GatewayIntentBits.Guilds],
		shards: [0, 1],
		shardCount: 2,
		rest: { api: `${discord.origin}/api`, version: "10" },
	})
	client.on(Events.Error, () => {}) // discord.js tells of a refused token this way, too
	client.on(Events.InteractionCreate, answer)
	await Promise.all([hears(Events.ClientReady), client.login(discord.token)])
	guilds = (await discord.state()).guilds
})

after(async () => {
	await client.destroy()
	await discord.stop()
})

/** Waits for an event of the client for which check holds. */
async function hears(event, check = () => true) {
	for (;;) {
		const heard = await once(client, event, { signal: AbortSignal.timeout(patience) })
		if (check(...heard)) return heard
	}
}

/** What the second answer to the last interaction met. */
let refusal

async function answer(interaction) {
	await interaction.reply("one moment")
	refusal = await client.rest
		.post(Routes.interactionCallback(interaction.id, interaction.token), {
			body: { type: 4, data: { content: "again" } },
			auth: false,
		})
		.then(
			() => undefined,
			(error) => error,
		)
	await interaction.editReply(`done for ${interaction.user.username}`)
	await interaction.followUp("and one more")
}

function guildOn(shard) {
	return guilds.find((guild) => guild.shard === shard)
}

async function answersOn(shard) {
	const guild = guildOn(shard)
	const member = guild.members[0]
	const { response } = await discord.use(guild.id, member.id, "hello")
	assert.ok(
		["one moment", `done for ${response.interaction_metadata.user.username}`].includes(response.content),
	)
}

test("it logs in on two shards and sees the guilds", () => {
	assert.equal(client.ws.shards.size, 2)
	assert.deepEqual([...client.guilds.cache.keys()].sort(), guilds.map((guild) => guild.id).sort())
	assert.equal(client.guilds.cache.get(guilds[0].id).memberCount, guilds[0].members.length)
})

test("it registers a command, answers it, edits the answer, and may not answer twice", async () => {
	await client.application.commands.set([{ name: "hello", description: "Says hello" }])
	assert.equal((await client.application.commands.fetch()).first().name, "hello")
	for (const shard of [0, 1]) {
		refusal = undefined
		await answersOn(shard)
		await until("the second answer is refused", () => refusal)
		assert.equal(refusal.code, 40060)
	}
	const { violations } = await discord.state()
	assert.deepEqual(
		violations.map((violation) => violation.rule),
		["answered_twice", "answered_twice"],
	)
})

test("it leaves when it is asked to, and resumes", async () => {
	const resumed = hears(Events.ShardResume, (shard) => shard === 0)
	await discord.strike("reconnect", { shard: 0 })
	await resumed
	await answersOn(0)
})

test("it resumes after a close and is told what it missed", async () => {
	await discord.set({ latencyMs: 400, jitterMs: 0 }) // while the closing frame is under way, things happen
	const resumed = hears(Events.ShardResume, (shard) => shard === 1)
	const missed = hears(Events.GuildUnavailable, (guild) => guild.id === guildOn(1).id)
	await discord.strike("close:4000", { shard: 1 })
	await discord.strike("guild_outage", { shard: 1, seconds: 2 })
	const [, replayed] = await resumed
	assert.ok(replayed >= 3, `${replayed} events were replayed, not the outages of three guilds`)
	await missed
	await discord.set({ latencyMs: 40 })
	await until("the guilds are back", () => guilds.every(({ id }) => client.guilds.cache.get(id)?.available))
	await answersOn(1)
})

test("it finds out that a connection is half dead", async () => {
	const resumed = hears(Events.ShardResume, (shard) => shard === 1)
	await discord.strike("no_ack", { shard: 1, seconds: 60 })
	await resumed
	await answersOn(1)
})

test("it begins anew when its session is invalid", async () => {
	const ready = hears(Events.ShardReady, (shard) => shard === 0)
	await discord.strike("invalid_session", { shard: 0 })
	await ready
	await answersOn(0)
})

test("it has broken no rule", async () => {
	const { violations } = await discord.state()
	const others = violations.filter((violation) => violation.rule !== "answered_twice")
	assert.deepEqual(others, [])
})

test("it gives up when its token is refused", async () => {
	await discord.strike("close:4004", { shard: 0 })
	await until("the shard is gone", async () => !(await discord.state()).shards[0].connected)
	const before = (await discord.state()).counters
	await pause(3000)
	const { counters, shards } = await discord.state()
	assert.deepEqual([counters.identifies, counters.resumes], [before.identifies, before.resumes])
	assert.equal(shards[0].connected, false)
})
