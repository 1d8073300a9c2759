import { beforeEach, expect, test } from "vitest"
import { FakeClock } from "../testkit/fake-clock"
import { FakeSocket } from "../testkit/fake-socket"
import { LiveSocket } from "./live-socket"
import type { Link, SignedOut } from "./live-state"
import type { Position } from "./log"
import { retryDelay } from "./retry"

let clock: FakeClock
let random: number
let position: Position | null
let sockets: FakeSocket[]
let links: Link[]
let unheard: number[]
let doubts: SignedOut[]
let socket: LiveSocket

beforeEach(() => {
	clock = new FakeClock()
	random = 1
	position = null
	sockets = []
	links = []
	unheard = []
	doubts = []
	socket = new LiveSocket({
		url: "ws://aurora.test/ws",
		clock,
		random: () => random,
		connect(url) {
			const made = new FakeSocket(url)
			sockets.push(made)
			return made
		},
		resumeFrom: () => position,
		onLink: (link) => links.push(link),
		onOpen: () => {},
		onText: () => {},
		onUnheard: (times) => unheard.push(times),
		onDoubt: (why) => doubts.push(why),
	})
	socket.start()
})

const last = () => sockets.at(-1) as FakeSocket
const link = () => links.at(-1) as Link

/** Accepts the connection and lets it live long enough to be a good one. */
function steady(): void {
	last().open()
	for (let s = 0; s < 15; s++) {
		clock.advance(1_000)
		last().receive("{}")
	}
}

test("the first connection asks for live events, a later one resumes after the last event handled", () => {
	expect(last().url.search).toBe("")
	steady()
	position = { epoch: "a&b", seq: 1042 }
	last().shut()
	clock.advance(1_000)
	expect(last().url.search).toBe("?epoch=a%26b&after=1042")
})

test("the first retry comes within a second, later ones within 1.7 times more, at most 30 s", () => {
	steady()
	last().shut()
	const waits: number[] = []
	for (let attempt = 1; attempt <= 9; attempt++) {
		const waiting = link()
		if (waiting.state !== "waiting") throw new Error(`not waiting but ${waiting.state}`)
		expect(waiting.attempt).toBe(attempt)
		waits.push(Math.round(waiting.retryAt - clock.now()))
		clock.advance(waiting.retryAt - clock.now())
		last().shut()
	}
	expect(waits).toEqual([1000, 1700, 2890, 4913, 8352, 14199, 24138, 30000, 30000])
})

test("the wait is random below its ceiling", () => {
	expect(retryDelay(1, false, 0)).toBe(0)
	expect(retryDelay(1, false, 0.25)).toBe(250)
	expect(retryDelay(3, false, 0.5)).toBeCloseTo(1445)
})

test("after a restart the first retry comes within five seconds", () => {
	steady()
	random = 0.9
	last().shut(1012)
	expect(link()).toMatchObject({
		state: "waiting",
		retryAt: clock.now() + 4_500,
		cause: "The server is restarting.",
	})
})

test("a connection that does not last does not begin the count anew", () => {
	last().shut()
	clock.advance(1_000)
	last().open()
	last().shut()
	expect(link()).toMatchObject({ attempt: 2 })
	clock.advance(1_700)
	steady()
	last().shut()
	expect(link()).toMatchObject({ attempt: 1 })
})

test("a handshake without an answer is given up", () => {
	clock.advance(10_000)
	expect(link()).toMatchObject({ state: "waiting", cause: "The server does not answer." })
	expect(last().closed).toBe(true)
})

test("a silent connection is replaced after 20 s", () => {
	last().open()
	clock.advance(15_000)
	last().receive("{}")
	clock.advance(19_999)
	expect(sockets).toHaveLength(1)
	expect(last().closed).toBe(false)
	clock.advance(1)
	expect(link()).toMatchObject({ state: "waiting", cause: "Nothing was heard for 20 s." })
	expect(last().closed).toBe(true)
})

test("a server that speaks seldom is given four of its intervals", () => {
	last().open()
	socket.expectEvery(30_000)
	clock.advance(119_000)
	expect(last().closed).toBe(false)
	clock.advance(1_000)
	expect(last().closed).toBe(true)
})

test("the network or the tab coming back ends the wait", () => {
	steady()
	last().shut()
	socket.wake()
	expect(sockets).toHaveLength(2)
	clock.advance(30_000)
	last().open()
	socket.wake()
	expect(last().closed).toBe(false)
})

test("signed out is the end, until somebody signs in", () => {
	steady()
	last().shut(4401)
	expect(link()).toEqual({ state: "signed-out", why: "ended" })
	socket.wake()
	socket.retryNow()
	clock.advance(120_000)
	expect(sockets).toHaveLength(1)
	position = { epoch: "k3v9", seq: 1042 }
	socket.signIn()
	expect(last().url.search).toBe("?epoch=k3v9&after=1042")
	socket.signIn()
	expect(sockets).toHaveLength(2)
})

test("a refused connection and a change of rights leave it open who may look; a cut one does not", () => {
	last().shut()
	clock.advance(1_000)
	steady()
	last().shut()
	clock.advance(1_000)
	steady()
	last().shut(4403)
	expect(doubts).toEqual(["ended", "rights"])
})

test("a connection found untrue is replaced at once, but not again and again", () => {
	last().open()
	socket.replace("Events were missing.")
	clock.advance(0)
	expect(sockets).toHaveLength(2)
	last().open()
	socket.replace("Events were missing.")
	clock.advance(0)
	expect(sockets).toHaveLength(2)
	clock.advance(1_700)
	expect(sockets).toHaveLength(3)
})

test("what a dropped connection still says is not heard", () => {
	last().open()
	const old = last()
	socket.replace("Events were missing.")
	clock.advance(0)
	const told = links.length
	old.shut(4401)
	expect(links).toHaveLength(told)
})

test("a stopped socket stays closed", () => {
	last().open()
	socket.stop()
	clock.advance(120_000)
	expect(sockets).toHaveLength(1)
	expect(last().closed).toBe(true)
})

test("it is told how many connections in a row ended without a word of the server", () => {
	last().shut()
	clock.advance(1_000)
	last().open()
	last().shut()
	clock.advance(1_700)
	expect(unheard).toEqual([1, 2])
	last().open()
	last().receive("{}")
	last().shut()
	expect(unheard).toEqual([1, 2])
	clock.advance(3_000)
	last().shut()
	expect(unheard).toEqual([1, 2, 1])
})

test.each([
	[4403, "Your rights have changed."],
	[4408, "This page was too slow to follow."],
	[1012, "The server is restarting."],
])("a close %i is no end: the page says why and resumes", (code, cause) => {
	steady()
	position = { epoch: "k3v9", seq: 1042 }
	last().shut(code)
	expect(link()).toMatchObject({ state: "waiting", attempt: 1, cause })
	clock.advance(5_000)
	expect(last().url.search).toBe("?epoch=k3v9&after=1042")
})
