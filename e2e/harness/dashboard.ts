import { expect, type Locator, type Page } from "@playwright/test"

export const cards = ["Avg Latency", "Commands/min", "Error rate", "Ack p99", "Guilds", "Supply"] as const

export type Card = (typeof cards)[number]
export type Row = { seq: number; type: string }

/** The page as its users know it: by roles and labels. */
export class Dashboard {
	readonly feed: Locator
	readonly connection: Locator
	readonly banner: Locator
	readonly blocked: Locator
	readonly continuity: Locator

	constructor(readonly page: Page) {
		this.feed = page.getByRole("feed", { name: "Recent Events" })
		this.connection = page.getByRole("status", { name: "Connection" })
		this.banner = page.getByTestId("connection-banner")
		this.blocked = page.getByRole("region", { name: "Live updates are blocked" })
		this.continuity = page.getByTestId("continuity")
	}

	/** Opens the page and waits until it is live. */
	async open(url: string) {
		await this.page.goto(url)
		await this.isLive()
	}

	async isLive(timeout = 5_000) {
		await this.is("live", timeout)
	}

	/** Waits until the page says so of its connection. */
	async is(state: string, timeout = 5_000) {
		await expect(this.connection).toHaveAttribute("data-state", state, { timeout })
	}

	card(name: Card): Locator {
		return this.page.getByRole("group", { name }).getByTestId("value")
	}

	rows(type: string): Locator {
		return this.feed.locator(`article[data-type="${type}"]`)
	}

	/** The newest event the page shows; it must be scrolled to the top. */
	async newest(): Promise<number> {
		return Number(await this.feed.locator("article").first().getAttribute("data-seq"))
	}

	/** Scrolls through the whole virtual feed and returns its rows from top to bottom, as a reader meets them. */
	allRows(): Promise<Row[]> {
		return this.feed.evaluate(readWholeFeed)
	}
}

// Runs in the browser. Each view overlaps the one before, so that a row between two views cannot be missed; the end is
// where scrolling has brought nothing new for a second.
async function readWholeFeed(feed: HTMLElement): Promise<Row[]> {
	const read: Row[] = []
	feed.scrollTop = 0
	for (let idleFrames = 0; idleFrames < 60; idleFrames++) {
		await new Promise(requestAnimationFrame)
		const rows = Array.from(feed.querySelectorAll<HTMLElement>("article[data-seq]"), (row) => ({
			seq: Number(row.dataset.seq),
			type: String(row.dataset.type),
			top: row.getBoundingClientRect().top,
		})).sort((a, b) => a.top - b.top)
		const known = rows.findIndex(({ seq }) => seq === read.at(-1)?.seq)
		if (known < 0 && read.length > 0) throw new Error(`row ${read.at(-1)?.seq} is gone while scrolling`)
		const fresh = rows.slice(known + 1).map(({ seq, type }) => ({ seq, type }))
		if (fresh.length === 0) continue
		read.push(...fresh)
		idleFrames = 0
		feed.scrollTop += feed.clientHeight / 2
	}
	feed.scrollTop = 0
	return read
}
