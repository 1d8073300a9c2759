import fc from "fast-check"
import { beforeEach, expect, test } from "vitest"
import { FakeClock } from "../testkit/fake-clock"
import { FakeServer } from "../testkit/fake-server"
import { connectionAt, lagOf } from "./connection"
import { LiveClient } from "./live-client"

let clock: FakeClock
let server: FakeServer
let client: LiveClient

function begin(committed: number): void {
	clock = new FakeClock()
	server = new FakeServer()
	server.commit(committed)
	client = new LiveClient({
		clock,
		random: () => 0.5,
		url: "ws://aurora.test/ws",
		connect: server.connect,
		api: server.api,
	})
	client.start()
}

const seqs = () => client.store.state().log.events.map((event) => event.seq)
const range = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, i) => first + i)

/** Lets promises settle. */
async function settle(): Promise<void> {
	for (let i = 0; i < 10; i++) await null
}

/** Everything asked for arrives, until the page has caught up or has had ten minutes. */
async function calm(): Promise<void> {
	for (let seconds = 0; seconds < 600; seconds += 3) {
		server.accept()
		server.speak()
		server.deliver(Number.POSITIVE_INFINITY)
		server.serve()
		server.answer()
		await settle()
		clock.advance(3_000)
		if (caughtUp()) return
	}
}

function caughtUp(): boolean {
	const { link, log, polledAt } = client.store.state()
	const whole = log.position?.epoch === server.epoch && log.position.seq === server.head
	const follows = link.state === "open" || (server.blocked && polledAt !== null)
	return follows && whole && !log.loading && !log.fault
}

beforeEach(() => begin(60))

test("the page shows the last 50 events and what the socket brought while they were fetched", async () => {
	server.accept()
	server.serve()
	server.commit(5)
	server.deliver(6)
	expect(seqs()).toEqual([])
	server.answer()
	await settle()
	expect(seqs()).toEqual(range(11, 65))
})

test("the page asks for batches, and a batch brings what its events would", async () => {
	server.accept()
	expect(server.socket?.said.map((text) => JSON.parse(text))).toEqual([
		{ type: "SUBSCRIBE", data: { batch: true } },
	])
	await calm()
	server.commit(300)
	server.deliver(300)
	expect(seqs()).toEqual(range(11, 360))
	expect(client.store.state().log).toMatchObject({ received: 350, lost: 0 })
})

test("events between the fetched page and the first word of the socket are not missed", async () => {
	server.serve()
	server.commit(3)
	server.accept()
	server.deliver(1)
	server.answer()
	await settle()
	clock.advance(0)
	expect(server.socket?.url.search).toBe("?epoch=e1&after=60")
	server.accept()
	server.deliver(10)
	expect(seqs()).toEqual(range(11, 63))
})

test("the page is shown even if the socket never opens", async () => {
	server.serve()
	server.answer()
	await settle()
	expect(seqs()).toEqual(range(11, 60))
	expect(client.store.state().stats?.seq).toBe(60)
})

test("a fetch that failed is begun again with the next connection", async () => {
	server.accept()
	server.fail()
	await settle()
	expect(client.store.state().link).toMatchObject({
		cause: "The page could not be loaded: /api answered 503.",
	})
	await calm()
	expect(seqs()).toEqual(range(11, 60))
})

test("a cut connection is resumed without a hole", async () => {
	await calm()
	server.cut()
	server.commit(200)
	await calm()
	expect(server.socket?.url.search).toBe("?epoch=e1&after=60")
	expect(seqs()).toEqual(range(11, 260))
	expect(client.store.state().log).toMatchObject({ lost: 0, received: 250 })
})

test("an answer asked for before a RESET is not taken for the one after it", async () => {
	await calm()
	server.cut()
	server.commit(10)
	server.retain(0)
	clock.advance(1_000)
	server.accept()
	server.deliver(2)
	server.serve()
	server.cut()
	server.restore(5)
	clock.advance(5_000)
	server.accept()
	server.deliver(1)
	server.answer()
	await settle()
	await calm()
	expect(seqs()).toEqual(range(1, 5))
	expect(client.store.state().log.position?.epoch).toBe("e2")
})

/** Upgrades are refused from now on, three of them. */
function block(): void {
	server.blocked = true
	server.cut()
	for (let attempt = 1; attempt <= 3; attempt++) {
		clock.advance(30_000)
		server.accept()
	}
}

/** A whole round of polling. */
async function poll(): Promise<void> {
	for (let requests = 0; requests < 20; requests++) {
		server.serve()
		server.answer()
		await settle()
	}
}

const connection = () => connectionAt(client.store.state(), clock.now())

test("after three refused upgrades the page polls every five seconds and says so", async () => {
	await calm()
	block()
	await poll()
	expect(connection()).toEqual({ state: "polling", everyMs: 5_000 })
	server.commit(1_200)
	clock.advance(4_999)
	await poll()
	expect(server.head - (seqs().at(-1) ?? 0)).toBe(1_200)
	clock.advance(1)
	await poll()
	expect(seqs()).toEqual(range(11, 1_260))
	expect(client.store.state().log).toMatchObject({ received: 1_250, lost: 0 })
})

test("two refused upgrades are a server that restarts, not a reason to poll", async () => {
	await calm()
	server.blocked = true
	server.cut()
	clock.advance(1_000)
	server.accept()
	clock.advance(1_000)
	server.accept()
	await poll()
	expect(client.store.state().polledAt).toBeNull()
	expect(connection().state).not.toBe("polling")
})

test("while it polls the page goes on trying, and goes live without loss or double", async () => {
	await calm()
	block()
	server.commit(10)
	await poll()
	server.blocked = false
	while (!server.socket) clock.advance(100)
	expect(server.socket?.url.search).toBe("?epoch=e1&after=70")
	server.commit(5)
	await poll()
	server.accept()
	server.commit(5)
	server.deliver(100)
	expect(connection()).toEqual({ state: "live" })
	expect(seqs()).toEqual(range(11, 80))
	expect(client.store.state().log).toMatchObject({ received: 70, lost: 0 })
	clock.advance(10_000)
	expect(server.asked).toBe(0)
})

test("polls that are not answered are not called polling for long", async () => {
	await calm()
	block()
	await poll()
	clock.advance(5_000)
	server.fail()
	await settle()
	clock.advance(7_000)
	expect(connection()).toMatchObject({ state: "reconnecting", cause: "The server does not answer." })
})

test("a page that polls follows a log that was replaced, or cut short behind it", async () => {
	await calm()
	block()
	await poll()
	server.restore(20)
	clock.advance(5_000)
	await poll()
	clock.advance(5_000)
	await poll()
	expect(seqs()).toEqual(range(1, 20))
	server.commit(100)
	server.retain(10)
	clock.advance(5_000)
	await poll()
	clock.advance(5_000)
	await poll()
	expect(seqs()).toEqual(range(71, 120))
	expect(client.store.state().log).toMatchObject({ lost: 50 })
})

test("a request that is answered 401 ends everything, as a close 4401 does", async () => {
	await calm()
	block()
	server.fail(401)
	await settle()
	expect(connection()).toEqual({ state: "signed-out", why: "ended" })
	clock.advance(120_000)
	expect(server.asked).toBe(0)
})

test("who is let in again after a while goes on where it ended, without a hole", async () => {
	await calm()
	server.admits = false
	server.cut(4401)
	server.commit(70)
	clock.advance(600_000)
	expect(connection()).toEqual({ state: "signed-out", why: "ended" })
	server.admits = true
	client.signedIn()
	expect(server.socket?.url.search).toBe("?epoch=e1&after=60")
	await calm()
	expect(seqs()).toEqual(range(11, 130))
	expect(client.store.state().log).toMatchObject({ received: 120, lost: 0 })
})

test("who was never let in is told so by the refused connection, and loads the page once they are", async () => {
	begin(60)
	server.admits = false
	server.accept()
	server.fail(403)
	await settle()
	expect(connection()).toEqual({ state: "signed-out", why: "ended" })
	server.admits = true
	client.signedIn()
	await calm()
	expect(seqs()).toEqual(range(11, 60))
})

test.each([
	["may still look: the page resumes", true, "live"],
	["may not: they are told why", false, "signed-out"],
])("whose rights have changed and who %s", async (_, admits, state) => {
	await calm()
	server.admits = admits
	server.cut(4403)
	await settle()
	await calm()
	expect(connection()).toMatchObject({ state, ...(!admits && { why: "rights" }) })
})

test("an answer about who may look that comes after the connection is open counts no more", async () => {
	await calm()
	let answer = (_: boolean) => {}
	server.api.admitted = () => new Promise((resolve) => (answer = resolve))
	server.cut(4403)
	clock.advance(1_000)
	server.accept()
	answer(false)
	await settle()
	expect(client.store.state().link.state).toBe("open")
})

test("a paused page goes on receiving and shows it all when it goes on", async () => {
	await calm()
	client.pause()
	const shown = client.store.state().frozen
	server.commit(37)
	server.speak()
	server.deliver(100)
	expect(client.store.state().frozen).toBe(shown)
	expect(shown?.log.events.at(-1)?.seq).toBe(60)
	expect(lagOf(client.store.state())).toBe(37)
	client.resume()
	expect(client.store.state().frozen).toBeNull()
	expect(lagOf(client.store.state())).toBe(0)
	expect(seqs()).toEqual(range(11, 97))
})

test("a hidden tab receives and draws nothing, and draws at once when it is shown", async () => {
	await calm()
	let told = 0
	client.store.subscribe(() => told++)
	client.shown(false)
	server.commit(40)
	server.deliver(100)
	clock.advance(10_000)
	expect(told).toBe(0)
	client.shown(true)
	expect(told).toBe(1)
	expect(seqs()).toEqual(range(11, 100))
})

type Happening = { name: string; happen: () => void }

const some = fc.integer({ min: 1, max: 40 })
const happening = (weight: number, name: string, happen: (n: number) => void) => ({
	weight,
	arbitrary: some.map((n): Happening => ({ name: `${name} ${n}`, happen: () => happen(n) })),
})

/** What can happen to a page while all goes well but for the connection, in any order. */
const cutsAndRepeats = [
	happening(6, "commit", (n) => server.commit(n)),
	happening(8, "accept", () => server.accept()),
	happening(6, "deliver", (n) => server.deliver(n)),
	happening(6, "wait", (n) => clock.advance(n * 300)),
	happening(2, "speak", () => server.speak()),
	happening(2, "repeat", () => server.repeat()),
	happening(4, "serve", () => server.serve()),
	happening(4, "answer", () => server.answer()),
	happening(1, "fail", () => server.fail()),
	happening(2, "cut", () => server.cut()),
	happening(1, "restart", () => server.cut(1012)),
	happening(1, "sleep", (n) => clock.advance(n * 1_000)),
	happening(1, "block upgrades", () => block()),
	happening(1, "let upgrades through", () => {
		server.blocked = false
	}),
]

const lossesAndResets = [
	happening(3, "lose", () => server.lose()),
	happening(1, "retain", (n) => server.retain(n)),
	happening(2, "stay away too long", (n) => {
		server.cut()
		server.commit(n)
		server.retain(0)
	}),
	happening(2, "restore", (n) => server.restore(n)),
]

/** What holds at every moment: the screen shows a piece of a log, each event once and in order, and is never cleared. */
function checkScreen(before: number): void {
	const { events, position } = client.store.state().log
	const first = events[0]?.seq ?? 1
	expect(events.map((event) => event.seq)).toEqual(range(first, first + events.length - 1))
	expect(new Set(events.map((event) => event.epoch)).size).toBeLessThanOrEqual(1)
	if (events.length > 0) expect(events.at(-1)).toMatchObject(position ?? {})
	if (before > 0) expect(events.length).toBeGreaterThan(0)
}

test("whatever is cut, blocked, polled, repeated, lost, reset or restored, the log ends up whole and in its own order", async () => {
	const story = fc.array(fc.oneof(...cutsAndRepeats, ...lossesAndResets), { maxLength: 80 })
	await fc.assert(
		fc.asyncProperty(some, fc.boolean(), fc.boolean(), story, async (committed, live, stayBlocked, steps) => {
			begin(committed)
			if (live) await calm()
			for (const { happen } of steps) {
				const before = client.store.state().log.events.length
				happen()
				await settle()
				checkScreen(before)
			}
			server.blocked = stayBlocked
			if (stayBlocked) block()
			server.commit(1) // a lost event is noticed by the next one
			await calm()
			const { events, position, fault, loading } = client.store.state().log
			expect({ position, fault, loading }).toEqual({
				position: { epoch: server.epoch, seq: server.head },
				fault: null,
				loading: false,
			})
			expect(events).toEqual(server.log.slice(server.head - events.length))
		}),
		{ numRuns: 1_000 },
	)
})

test("without losses and resets every event is there, and nothing is counted as lost", async () => {
	const story = fc.array(fc.oneof(...cutsAndRepeats), { maxLength: 80 })
	await fc.assert(
		fc.asyncProperty(story, async (steps) => {
			begin(50)
			await calm()
			for (const { happen } of steps) {
				happen()
				await settle()
			}
			server.blocked = false
			await calm()
			expect(client.store.state().log.events).toEqual(server.log)
			expect(client.store.state().log).toMatchObject({ received: server.head, lost: 0 })
		}),
		{ numRuns: 500 },
	)
})
