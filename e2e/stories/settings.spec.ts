import type { Page } from "@playwright/test"
import { expect, test } from "../harness/fixtures"
import { lookAt } from "../harness/looks"
import { authorizeAs, type Served } from "../harness/served"

const panel = (page: Page, name: string) => page.getByRole("region", { name })

/** Opens the settings as an admin. */
async function openAsAdmin(aurora: Served, page: Page) {
	const mira = await aurora.member(0)
	await aurora.beside("access", "add", mira.id, "--role", "admin")
	await page.goto(`${aurora.url}/settings`)
	await page.getByRole("link", { name: "Sign in with Discord" }).click()
	await authorizeAs(page, mira)
	return mira
}

test("a key made on the page opens the API, and nothing once it is revoked there", async ({
	serve,
	dashboard,
	page,
}) => {
	const aurora = await serve()
	await openAsAdmin(aurora, page)
	const keys = panel(page, "API keys")
	await keys.getByLabel("Name").fill("night watch")
	await keys.getByLabel("It may").selectOption("read")
	await keys.getByRole("button", { name: "Create key" }).click()
	const shown = page.getByRole("dialog", { name: "The key night watch" })
	const secret = (await shown.getByText(/^aur_\S+$/).textContent()) ?? ""
	await lookAt(page, "new-key-")
	await page.keyboard.press("Escape")
	await expect(shown).toBeVisible()
	await shown.getByRole("button", { name: "I have kept it elsewhere" }).click()
	await expect(page.locator("body")).not.toContainText(secret)

	const stats = () =>
		fetch(`${aurora.url}/api/stats`, { headers: { Authorization: `Bearer ${secret}` } }).then(
			({ status }) => status,
		)
	expect(await stats()).toBe(200)
	await expect(keys.getByRole("list", { name: "Valid keys" })).toContainText("night watch")
	await keys.getByRole("button", { name: "Revoke night watch" }).click()
	await page
		.getByRole("dialog", { name: "Revoke night watch?" })
		.getByRole("button", { name: "Revoke" })
		.click()
	await expect(keys).toContainText("There is no key that is valid.")
	expect(await stats()).toBe(401)
	await dashboard.isLive()
})

test("an admin lets an account in, gives it another role and takes it off the list", async ({
	serve,
	page,
}) => {
	const aurora = await serve()
	const mira = await openAsAdmin(aurora, page)
	const nova = await aurora.member(1)
	const access = panel(page, "Access")
	await access.getByLabel("Discord user id").fill("nova")
	await access.getByRole("button", { name: "Add" }).click()
	await expect(access.getByRole("alert")).toContainText("Discord user id, such as")
	await access.getByLabel("Discord user id").fill(nova.id)
	await access.getByRole("button", { name: "Add" }).click()
	const entry = access.getByRole("listitem").filter({ hasText: nova.id })
	await expect(entry).toContainText("viewer")
	await expect(entry).toContainText("has not signed in yet")
	await lookAt(page, "settings-")

	await entry.getByRole("button", { name: /^Make/ }).click()
	await page.getByRole("dialog").getByRole("button", { name: "Make admin" }).click()
	await expect(entry).toContainText("admin")
	await entry.getByRole("button", { name: "Remove" }).click()
	await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click()
	await expect(entry).toHaveCount(0)

	const own = access.getByRole("listitem").filter({ hasText: mira.id })
	await own.getByRole("button", { name: "Remove" }).click()
	await expect(page.getByRole("dialog")).toContainText("You are signed out at once.")
	await expect(page.getByRole("dialog")).toContainText("No admin is left then.")
	await lookAt(page, "confirm-")
	await page.getByRole("dialog").getByRole("button", { name: "Cancel" }).click()
	await expect(own).toBeVisible()
})

test("signing out everywhere ends every session of one's own", async ({ serve, page, browser }) => {
	const aurora = await serve()
	await openAsAdmin(aurora, page)
	const other = await browser.newPage()
	await openAsAdmin(aurora, other)
	await panel(page, "You").getByRole("button", { name: "Sign out everywhere" }).click()
	await page.getByRole("dialog").getByRole("button", { name: "Sign out everywhere" }).click()
	await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in")
	await expect(other.getByRole("dialog", { name: "Your session has ended" })).toBeVisible({ timeout: 2_000 })
	await other.close()
})

test("the demo says that it signs in by itself, and why", async ({ demo, dashboard, page }) => {
	await dashboard.open(demo.url)
	await page.getByRole("link", { name: "Demo" }).click()
	await expect(panel(page, "You")).toContainText("signed in by itself")
	await expect(panel(page, "You")).toContainText("the request is from its own machine")
	await expect(panel(page, "Sessions")).toContainText("No login is set up")
	await lookAt(page, "settings-demo-")
})
