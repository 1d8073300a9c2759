import { defineConfig } from "@playwright/test"

// A story that failed once has found a bug: there are no second tries. Each test has a program of its own,
// so they may run side by side; two at a time leave a machine of two cores fast enough to measure on.
export default defineConfig({
	outputDir: "./results",
	fullyParallel: true,
	workers: 2,
	retries: 0,
	timeout: 60_000,
	forbidOnly: Boolean(process.env.CI),
	reporter: "list",
	use: {
		viewport: { width: 1280, height: 800 },
		screenshot: "only-on-failure",
		launchOptions: {
			...(process.env.AURORA_CHROMIUM ? { executablePath: process.env.AURORA_CHROMIUM } : {}),
			args: [
				"--no-sandbox",
				"--disable-gpu",
				"--disable-quic",
				"--no-first-run",
				"--disable-background-networking",
				"--disable-component-update",
				"--disable-sync",
			],
		},
	},
	projects: [
		{ name: "stories", testDir: "./stories" },
		{ name: "bench", testDir: "./bench", testMatch: "*.bench.ts", timeout: 180_000 },
	],
})
