// @vitest-environment jsdom
import { readFileSync } from "node:fs"
import { join } from "node:path"
import { beforeEach, expect, test, vi } from "vitest"
import { theme } from "./preferences"
import { followTheme } from "./theme"

const early = readFileSync(join(import.meta.dirname, "../../public/theme.js"), "utf8")
const painted = () => document.documentElement.dataset.theme

/** The operating system's wish, and how it is told. */
const system = { dark: false, changed: () => {} }

beforeEach(() => {
	system.dark = false
	vi.stubGlobal("matchMedia", () => ({
		get matches() {
			return system.dark
		},
		addEventListener: (_: string, run: () => void) => {
			system.changed = run
		},
	}))
	theme.choose("system")
})

test("before anything is drawn the page has the theme it will have afterwards", () => {
	for (const chosen of ["system", "dark", "light"] as const) {
		for (const dark of [true, false]) {
			system.dark = dark
			theme.choose(chosen)
			// biome-ignore lint/security/noGlobalEval: it is the very script that the page begins with
			globalThis.eval(early)
			const first = painted()
			followTheme()
			expect(painted(), `${chosen}, in a ${dark ? "dark" : "light"} system`).toBe(first)
		}
	}
})

test("the page follows the system until a theme is chosen", () => {
	followTheme()
	expect(painted()).toBe("light")
	system.dark = true
	system.changed()
	expect(painted()).toBe("dark")
	theme.choose("light")
	expect(painted()).toBe("light")
	system.changed()
	expect(painted()).toBe("light")
})
