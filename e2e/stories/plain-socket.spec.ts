import { expect, test } from "../harness/fixtures"
import { type Frame, PlainClient } from "../harness/plain-client"

const intervalMs = 5_000
const toleranceMs = 500

test("statistics come at once and then every five seconds", async ({ demo }) => {
	await demo.sim.set({ jitterMs: 0 })
	const client = await PlainClient.open(demo.url)

	const first = await client.nth(1, "STATS_UPDATE")
	// Further ones may come in between, because a shard has just become ready.
	const inTurn = () => client.of("STATS_UPDATE").find(({ at }) => at - first.at >= intervalMs - toleranceMs)
	await expect.poll(inTurn, { timeout: intervalMs + 2_000 }).toBeDefined()
	const second = inTurn() as Frame

	expect(first.at - client.openedAt).toBeLessThan(toleranceMs)
	expect(second.at - first.at).toBeLessThanOrEqual(intervalMs + toleranceMs)
	const { epoch, seq } = await demo.api.stats()
	expect(first).toMatchObject({ epoch, seq, data: { intervalMs, guildCount: 12 } })
	expect(Object.keys(second.data).sort()).toEqual(Object.keys(await demo.api.stats()).sort())
	expect(Date.parse(first.ts)).not.toBeNaN()
	await client.close()
})

test("an event comes the moment of the command, numbered after the first statistics", async ({ demo }) => {
	const { guild, mira } = await demo.cast()
	const client = await PlainClient.open(demo.url)
	const stats = await client.nth(1, "STATS_UPDATE")

	const reply = await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	const answeredAt = performance.now()

	const claim = await client.nth(1, "NEW_EVENT")
	expect(claim.seq).toBe(stats.seq + 1)
	expect(claim.data).toMatchObject({
		seq: claim.seq,
		type: "economy.daily.claimed",
		interactionId: reply.interactionId,
		data: { amount: "100", streak: 1 },
	})
	expect(claim.at - answeredAt, "ms after the answer").toBeLessThan(100)
	await client.close()
})

test("a client that was away gets every event since, in order, and then live ones", async ({ demo }) => {
	const { guild, members } = await demo.cast()
	const claim = (user = "") => demo.sim.type({ guild: guild.id, user, command: "daily" })
	const { epoch, seq } = await demo.api.stats()
	for (const member of members.slice(0, 5)) await claim(member.id)
	const missed = await demo.api.log(seq)

	const client = await PlainClient.open(demo.url, `?epoch=${epoch}&after=${seq}`)

	const resumed = await client.nth(1, "RESUMED")
	expect(resumed.data).toMatchObject({ to: resumed.seq })
	const replayed = client.of("NEW_EVENT").filter((frame) => frame.seq <= resumed.seq) // the next may be live already
	expect(replayed.map((frame) => frame.data.seq)).toEqual(
		Array.from({ length: resumed.seq - seq }, (_, index) => seq + 1 + index),
	)
	expect(resumed.seq).toBeGreaterThanOrEqual(missed.at(-1)?.seq ?? Number.NaN)
	await claim(members[5]?.id)
	await demo.settled()
	const head = await demo.api.head()
	await expect.poll(() => client.of("NEW_EVENT").at(-1)?.seq).toBe(head)
	const numbers = client.of("NEW_EVENT").map((frame) => frame.seq)
	expect(numbers).toEqual(numbers.map((_, index) => seq + 1 + index))
	await client.close()
})

test("a position that cannot be served is answered with RESET, and the socket goes live", async ({
	demo,
}) => {
	const { guild, members } = await demo.cast()
	const { epoch, seq } = await demo.api.stats()
	const cases = [
		{ query: `?epoch=another&after=${seq}`, reason: "epoch" },
		{ query: `?epoch=${epoch}&after=${seq + 1_000}`, reason: "future" },
		{ query: `?epoch=${epoch}&after=many`, reason: "epoch" },
		{ query: `?epoch=${epoch}`, reason: "epoch" },
		{ query: `?after=${seq}`, reason: "epoch" },
	]
	for (const [index, { query, reason }] of cases.entries()) {
		const client = await PlainClient.open(demo.url, query)
		const reset = await client.nth(1, "RESET")
		expect(reset.data, query).toEqual({ reason, seq: reset.seq })
		await demo.sim.type({ guild: guild.id, user: members[index]?.id ?? "", command: "daily" })
		const event = await client.nth(1, "NEW_EVENT")
		expect(event.seq, query).toBe(reset.seq + 1)
		await client.close()
	}
})

test("a bad message is refused with a code, and the connection goes on", async ({ demo }) => {
	const cases = [
		{ text: '{"type":', code: "bad_json" },
		{ text: '{"type":"SHOUT"}', code: "unknown_type" },
		{ text: '{"type":"PING","loud":true}', code: "unknown_field" },
		{ text: '{"type":7}', code: "wrong_type" },
		{ text: '{"type":"SUBSCRIBE","data":{"batch":"yes"}}', code: "wrong_type" },
	]
	const client = await PlainClient.open(demo.url)
	for (const [index, { text, code }] of cases.entries()) {
		client.sendText(text)
		const error = await client.nth(index + 1, "ERROR")
		expect(error.data, text).toEqual({ code, message: expect.any(String) })
		client.say({ type: "PING" })
		await client.nth(index + 1, "PONG")
	}
	await client.close()
})

test("more than twenty messages in ten seconds are too fast", async ({ demo }) => {
	const client = await PlainClient.open(demo.url)
	for (let n = 1; n <= 20; n++) {
		client.say({ type: "PING" })
		await client.nth(n, "PONG")
	}

	client.say({ type: "PING" })

	const error = await client.nth(1, "ERROR")
	expect(error.data).toMatchObject({ code: "too_fast" })
	await client.close()
})

test("ten bad messages in a row close the connection", async ({ demo }) => {
	const client = await PlainClient.open(demo.url)

	for (let n = 1; n <= 9; n++) {
		client.say({ type: "SHOUT" })
		await client.nth(n, "ERROR")
	}
	client.say({ type: "SHOUT" })

	expect(await client.closed).toBe(1008)
})

test("what is no short UTF-8 text ends that connection alone, each with its code", async ({ demo }) => {
	const bystander = await PlainClient.open(demo.url)
	const cases = [
		{ what: "binary", send: (client: PlainClient) => client.sendBinary(Buffer.from("{}")), code: 1003 },
		{
			what: "not UTF-8",
			send: (client: PlainClient) => client.sendText(Buffer.from([0x7b, 0xff, 0x7d])),
			code: 1007,
		},
		{
			what: "over 16 KiB",
			send: (client: PlainClient) => client.sendText(" ".repeat(16 * 1024 + 1)),
			code: 1009,
		},
	]
	for (const { what, send, code } of cases) {
		const client = await PlainClient.open(demo.url)
		send(client)
		expect(await client.closed, what).toBe(code)
	}
	bystander.say({ type: "PING" })
	await bystander.nth(1, "PONG")
	await bystander.close()
})

test("a foreign origin is refused before the upgrade", async ({ demo }) => {
	const own = await PlainClient.open(demo.url, "", demo.url)
	await own.close()
	for (const origin of ["https://evil.example", "null", `${demo.url}.evil.example`, "http://127.0.0.1:1"]) {
		await expect(PlainClient.open(demo.url, "", origin), origin).rejects.toThrow("403")
	}
})
