import { test } from "../harness/fixtures"
import { expectReadable, pages, someLife } from "../harness/pages"
import config from "../playwright.config"

const { launchOptions } = config.use ?? {}

// The browser's own setting for the size of text, twice what is usual.
test.use({
	launchOptions: {
		...launchOptions,
		args: [...(launchOptions?.args ?? []), "--blink-settings=defaultFontSize=32,defaultFixedFontSize=26"],
	},
})

for (const { name, path } of pages) {
	test(`${name}: with text of twice the size all can be read`, async ({ demo, dashboard, page }) => {
		test.slow()
		await someLife(demo)
		await page.emulateMedia({ reducedMotion: "reduce" })
		await dashboard.open(demo.url + path)
		await expectReadable(page, `${name}-200`)
	})
}
