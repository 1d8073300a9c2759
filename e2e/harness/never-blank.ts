import type { Page } from "@playwright/test"

type Watch = { frames: number; blanks: string[] }

declare global {
	interface Window {
		watch?: Watch
	}
}

/** Looks at every screen frame from now on: are there rows in the feed, is there a number on every card? */
export async function watchForBlank(page: Page) {
	await page.evaluate(() => {
		const watch: Watch = { frames: 0, blanks: [] }
		window.watch = watch
		const look = () => {
			watch.frames++
			if (!document.querySelector("[role=feed] article")) watch.blanks.push("the feed has no row")
			for (const card of document.querySelectorAll("[role=group]:has([data-testid=value])")) {
				const value = card.querySelector("[data-testid=value]")?.textContent ?? ""
				if (!/\d/.test(value)) watch.blanks.push(`${card.getAttribute("aria-label")} shows ${value}`)
			}
			requestAnimationFrame(look)
		}
		look()
	})
}

/** What was seen; undefined when the page was loaded anew meanwhile. */
export function whatWasSeen(page: Page): Promise<Watch | undefined> {
	return page.evaluate(() => window.watch)
}
