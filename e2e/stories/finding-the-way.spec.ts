import type { Page } from "@playwright/test"
import { expect, test } from "../harness/fixtures"
import { sendJSON } from "../harness/json"
import { lookAt } from "../harness/looks"

const heading = (page: Page) => page.getByRole("main").getByRole("heading", { level: 1 })

test("every page is reached by two keys, has an address, and is there again after a reload", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(demo.url)
	const links = page.getByRole("navigation", { name: "Pages" }).locator("a[aria-keyshortcuts]")
	for (const link of await links.all()) {
		const keys = await link.getAttribute("aria-keyshortcuts")
		const name = String(await link.getAttribute("title"))
		for (const key of String(keys).toLowerCase().split(" ")) await page.keyboard.press(key)
		await expect(heading(page)).toHaveText(name)
		await expect(link).toHaveAttribute("aria-current", "page")
		await expect(page).toHaveTitle(`Aurora · ${name}`)
		await page.reload()
		await expect(heading(page)).toHaveText(name)
		await dashboard.isLive()
	}
})

test("the palette finds what there is by a part of its name, does it, and gives the focus back", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(demo.url)
	const palette = page.getByRole("dialog", { name: "Command palette" })
	await page.keyboard.press("Control+k")
	await expect(palette.getByRole("combobox")).toBeFocused()
	await lookAt(page, "palette-")

	await page.keyboard.type("utc")
	await page.keyboard.press("Enter")
	await expect(palette).toBeHidden()
	await expect(page.getByRole("button", { name: "UTC times" })).toBeVisible()

	const opener = page.getByRole("button", { name: "Search or jump to" })
	await opener.click()
	await page.keyboard.type("qqqq")
	await expect(palette).toContainText("Nothing is called that.")
	await page.keyboard.press("Escape")
	await expect(opener).toBeFocused()
})

test("help lists the keys, and turning single keys off leaves those with a modifier", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(demo.url)
	await page.keyboard.press("?")
	const help = page.getByRole("dialog", { name: "Keyboard shortcuts" })
	await lookAt(page, "help-")
	await help.getByRole("switch").click()
	await page.keyboard.press("Escape")
	await expect(help).toBeHidden()

	await page.keyboard.press("Space")
	await page.keyboard.press("?")
	await page.keyboard.press("Control+k")
	await expect(page.getByRole("dialog", { name: "Command palette" })).toBeVisible()
	await expect(help).toBeHidden()
	await dashboard.isLive()
})

test("a chosen theme holds from the first paint on, against the system's", async ({
	demo,
	dashboard,
	page,
}) => {
	await page.emulateMedia({ colorScheme: "dark" })
	await dashboard.open(demo.url)
	await expect(page.locator("html")).toHaveAttribute("data-theme", "dark")
	await page.getByRole("button", { name: "Theme: as the system" }).click()
	await page.getByRole("menuitemradio", { name: "Light" }).click()
	await expect(page.locator("html")).toHaveAttribute("data-theme", "light")

	await page.route("**/assets/*.js", (route) => route.abort())
	await page.reload()
	await expect(page.locator("html")).toHaveAttribute("data-theme", "light")
	expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe(
		"rgb(247, 248, 251)",
	)
})

test("an error that comes while nobody looks is told by the tab, and is old once it was seen", async ({
	demo,
	dashboard,
	page,
}) => {
	await dashboard.open(demo.url)
	await hide(page, true)
	const broken = {
		type: "quest.broken",
		severity: "error",
		title: "Quest broken",
		message: "the mill has no miller",
	}
	await sendJSON("POST", `${demo.url}/api/events`, broken)
	await expect(page).toHaveTitle("(1) Aurora · Overview")
	await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", /favicon-error/)
	await hide(page, false)
	await expect(page).toHaveTitle("Aurora · Overview")
	await expect(page.locator("link[rel=icon]")).toHaveAttribute("href", /favicon-[^ew]/)
})

test("an address that no page has says so, and leads back", async ({ demo, page }) => {
	await page.goto(`${demo.url}/quests`)
	await expect(heading(page)).toHaveText("No such page")
	await page.getByRole("link", { name: "To the overview" }).click()
	await expect(heading(page)).toHaveText("Overview")
})

/** A browser without a head shows its page always; this tells the page that it does not. */
async function hide(page: Page, hidden: boolean) {
	await page.evaluate(
		(state) => {
			Object.defineProperty(document, "visibilityState", { value: state, configurable: true })
			document.dispatchEvent(new Event("visibilitychange"))
		},
		hidden ? "hidden" : "visible",
	)
}
