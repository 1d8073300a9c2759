import type { Page } from "@playwright/test"
import { cards } from "./dashboard"

type Watch = { frames: number; blanks: string[] }

declare global {
	interface Window {
		watch?: Watch
	}
}

/** Looks at every screen frame from now on: are there rows in the feed, is there a number on every card? */
export async function watchForBlank(page: Page) {
	await page.evaluate((cards) => {
		const watch: Watch = { frames: 0, blanks: [] }
		window.watch = watch
		const look = () => {
			watch.frames++
			if (!document.querySelector("[role=feed] article")) watch.blanks.push("the feed has no row")
			for (const card of cards) {
				const value = document.querySelector(`[role=group][aria-label="${card}"] [data-testid=value]`)
				if (!/\d/.test(value?.textContent ?? "")) watch.blanks.push(`no number on ${card}`)
			}
			requestAnimationFrame(look)
		}
		look()
	}, cards)
}

/** What was seen; undefined when the page was loaded anew meanwhile. */
export function whatWasSeen(page: Page): Promise<Watch | undefined> {
	return page.evaluate(() => window.watch)
}
