import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"
import { expect, test } from "vitest"

const assets = join(import.meta.dirname, "dist", "assets")
const index = readFileSync(join(import.meta.dirname, "dist", "index.html"), "utf8")

const named = (ending: string) => readdirSync(assets).filter((name) => name.endsWith(ending))
const bytes = (names: string[]) => names.map((name) => readFileSync(join(assets, name)))
const total = (files: Buffer[]) => files.reduce((sum, file) => sum + file.length, 0)
const kB = 1_000

test("the bundle is one script of at most 260 kB and one style sheet of at most 20 kB, compressed", () => {
	const [scripts, styles] = [named(".js"), named(".css")]
	expect([scripts.length, styles.length]).toEqual([1, 1])
	expect(total(bytes(scripts).map((file) => gzipSync(file)))).toBeLessThanOrEqual(260 * kB)
	expect(total(bytes(styles).map((file) => gzipSync(file)))).toBeLessThanOrEqual(20 * kB)
})

test("the fonts take at most 90 kB", () => {
	expect(named(".woff2")).toHaveLength(2)
	expect(total(bytes(named(".woff2")))).toBeLessThanOrEqual(90 * kB)
})

test("the page needs nothing that a policy of default-src self forbids", () => {
	expect(index).not.toMatch(
		/<style|<script(?![^>]*\ssrc="\/(?:assets\/|theme\.js"))|\son\w+=|\sstyle=|data:|https?:/,
	)
	for (const sheet of bytes(named(".css"))) expect(sheet.toString()).not.toMatch(/url\((?!["']?\/assets\/)/)
})

test("nothing is shipped that the page does not name", () => {
	const texts = [index, ...bytes([...named(".css"), ...named(".js")]).map(String)].join("\n")
	for (const name of readdirSync(assets)) expect(texts).toContain(name)
	expect(readdirSync(assets).filter((name) => name.endsWith(".map"))).toEqual([])
})
