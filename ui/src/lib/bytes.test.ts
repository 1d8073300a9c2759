import { expect, test } from "vitest"
import { formatBytes } from "./bytes"

test.each([
	[0, "0 B"],
	[999, "999 B"],
	[1_000, "1 kB"],
	[4_213_000, "4.21 MB"],
	[999_999, "1 MB"],
	[64_000_000_000, "64 GB"],
])("%i bytes are %s", (bytes, text) => {
	expect(formatBytes(bytes)).toBe(text)
})
