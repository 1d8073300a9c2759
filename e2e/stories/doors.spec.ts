import type { Page } from "@playwright/test"
import { expect, test } from "../harness/fixtures"
import { lookAt } from "../harness/looks"
import { authorizeAs } from "../harness/served"

const heading = (page: Page) => page.getByRole("heading", { level: 1 })
const signIn = (page: Page) => page.getByRole("link", { name: "Sign in with Discord" })

/** A change beside the running server counts within two seconds. */
const atOnce = { timeout: 2_000 }

test("an admin signs in with Discord, sees the page they came for, and leaves again", async ({
	serve,
	dashboard,
	page,
}) => {
	const aurora = await serve()
	const mira = await aurora.member(0)
	await aurora.beside("access", "add", mira.id, "--role", "admin")
	await page.goto(`${aurora.url}/events?sev=error`)
	await expect(heading(page)).toHaveText("Sign in")
	await lookAt(page, "signed-out-")

	await signIn(page).click()
	await authorizeAs(page, mira)
	await dashboard.isLive()
	expect(page.url()).toBe(`${aurora.url}/events?sev=error`)
	await page.getByRole("button", { name: /: admin$/ }).click()
	await page.getByRole("menuitem", { name: "Sign out" }).click()
	await expect(heading(page)).toHaveText("Sign in")
})

test("a stranger is told which id to give to an admin, and comes in once it is on the list", async ({
	serve,
	dashboard,
	page,
}) => {
	const aurora = await serve()
	const nova = await aurora.member(1)
	await page.goto(`${aurora.url}/settings`)
	await signIn(page).click()
	await authorizeAs(page, nova)
	await expect(heading(page)).toHaveText("Your account is not on the list")
	await expect(page.getByRole("main")).toContainText(nova.id)
	await lookAt(page, "not-on-list-")

	await aurora.beside("access", "add", nova.id, "--role", "viewer")
	await page.getByRole("link", { name: "Sign in again" }).click()
	await authorizeAs(page, nova)
	await dashboard.isLive()
	await expect(page.getByRole("region", { name: "You" })).toContainText("viewer")
	for (const name of ["Access", "Sessions", "API keys"])
		await expect(page.getByRole("region", { name })).toBeHidden()
	for (const path of ["keys", "access", "sessions"])
		expect((await page.request.get(`${aurora.url}/api/${path}`)).status()).toBe(403)
})

test("who is taken off the list is told at once, keeps what they wrote, and goes on after signing in again", async ({
	serve,
	dashboard,
	page,
}) => {
	const aurora = await serve()
	const mira = await aurora.member(0)
	await aurora.beside("access", "add", mira.id, "--role", "admin")
	await page.goto(`${aurora.url}/settings`)
	await signIn(page).click()
	await authorizeAs(page, mira)
	await dashboard.isLive()
	const name = page.locator("input[name=name]") // by its role it is not there while a dialog is open
	await name.fill("half a na")

	await aurora.beside("access", "remove", mira.id)
	const ended = page.getByRole("dialog", { name: "Your rights have changed" })
	await expect(ended).toBeVisible(atOnce)
	await dashboard.is("signed-out")
	await expect(name).toHaveValue("half a na")
	await lookAt(page, "session-ended-")

	await aurora.beside("access", "add", mira.id, "--role", "admin")
	const opened = page.context().waitForEvent("page")
	await ended.getByRole("link", { name: "Sign in with Discord" }).click()
	const tab = await opened
	await authorizeAs(tab, mira)
	await tab.waitForEvent("close")
	await dashboard.isLive()
	await expect(ended).toBeHidden()
	await expect(name).toHaveValue("half a na")
	expect(page.url()).toBe(`${aurora.url}/settings`)
	await page.getByRole("link", { name: "Overview" }).click()
	await expect(dashboard.rows("admin.access.changed")).toHaveCount(3)
	await expect(dashboard.continuity).toHaveText(/^0 lost of/)
})

test("a session that is ended elsewhere leaves the page to be read, and the way back in its banner", async ({
	serve,
	dashboard,
	page,
	browser,
}) => {
	const aurora = await serve()
	const mira = await aurora.member(0)
	await aurora.beside("access", "add", mira.id, "--role", "admin")
	const other = await browser.newPage()
	for (const each of [page, other]) {
		await each.goto(`${aurora.url}/settings`)
		await signIn(each).click()
		await authorizeAs(each, mira)
	}
	await dashboard.isLive()
	const sessions = other.getByRole("region", { name: "Sessions" })
	await expect(sessions.getByRole("listitem")).toHaveCount(2)
	await sessions.getByRole("button", { name: /^End the session of/ }).click()
	await expect(sessions.getByRole("listitem")).toHaveCount(1)

	const ended = page.getByRole("dialog", { name: "Your session has ended" })
	await expect(ended).toBeVisible(atOnce)
	await page.keyboard.press("Escape")
	await expect(page.getByRole("region", { name: "Access" })).toContainText(mira.id)
	const opened = page.context().waitForEvent("page")
	await dashboard.banner.getByRole("link", { name: "Sign in" }).click()
	await authorizeAs(await opened, mira)
	await dashboard.isLive()
	await other.close()
})

test("where no login is set up, who comes from elsewhere is told the ways in", async ({ demo, page }) => {
	await page.setExtraHTTPHeaders({ "X-Forwarded-For": "192.0.2.7" })
	await page.goto(demo.url)
	await expect(heading(page)).toHaveText("Nobody can sign in here yet")
	await expect(page.getByRole("main")).toContainText("AURORA_DISCORD_CLIENT_ID")
	await lookAt(page, "no-login-")
})
