import { expect, test } from "vitest"
import { browserOf } from "./agent"

const like = "AppleWebKit/537.36 (KHTML, like Gecko)"

test.each([
	[
		`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${like} Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0`,
		"Edge on Windows",
	],
	[`Mozilla/5.0 (X11; Linux x86_64) ${like} Chrome/142.0.0.0 Safari/537.36`, "Chrome on Linux"],
	[`Mozilla/5.0 (Linux; Android 15) ${like} Chrome/142.0.0.0 Mobile Safari/537.36`, "Chrome on Android"],
	["Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox on Linux"],
	[
		"Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1 Version/19.0 Mobile Safari/604.1",
		"Safari on iOS",
	],
	["curl/8.5.0", "curl/8.5.0"],
	["", "a browser that does not say which"],
])("%s is %s", (agent, name) => {
	expect(browserOf(agent)).toBe(name)
})
