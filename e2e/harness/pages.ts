import { expect, type Page } from "@playwright/test"
import type { Demo } from "./demo"
import { cutOff, wider } from "./looks"

/** Every page there is, with something on it. */
export const pages = [
	{ name: "overview", path: "/" },
	{ name: "events", path: "/events" },
	{ name: "history", path: "/events?view=history" },
	{ name: "event", path: "/events?event=1" },
	{ name: "commands", path: "/commands" },
	{ name: "command", path: "/commands/daily" },
	{ name: "shards", path: "/shards" },
	{ name: "discord-api", path: "/api-limits" },
	{ name: "economy", path: "/economy" },
	{ name: "simulator", path: "/simulator" },
	{ name: "settings", path: "/settings" },
	{ name: "no-such-page", path: "/nowhere" },
] as const

/** Expects that nothing is cut off and nobody must scroll to the side, and takes a picture. */
export async function expectReadable(page: Page, picture: string) {
	await page.screenshot({ path: `screenshots/pages/${picture}.png` })
	expect.soft(await wider(page), `${picture}: wider than the page`).toEqual([])
	expect.soft(await cutOff(page), `${picture}: cut off`).toEqual([])
}

/** Events, coins and calls for the pages to show. */
export async function someLife(demo: Demo) {
	const { guild, members } = await demo.cast()
	for (const { id } of members.slice(0, 3))
		await demo.sim.type({ guild: guild.id, user: id, command: "daily" })
	const [payer, payee] = members
	const options = { user: String(payee?.id), amount: 10 }
	await demo.sim.type({ guild: guild.id, user: String(payer?.id), command: "pay", options })
	await demo.settled()
}
