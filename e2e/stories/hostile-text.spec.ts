import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "../harness/fixtures"

/** A name by which every payload tells that it has run. */
const mark = "__executed"
const run = `window.${mark}=1`

/** Texts by which somebody would have the page run a script, load something from elsewhere, or show what is not so. */
const payloads = [
	`<script>${run}</script>`,
	`</script><script>${run}</script>`,
	`"><script>${run}</script>`,
	`<ScRiPt>${run}</sCrIpT>`,
	`<script src=//evil.example/x.js></script>`,
	`<img src=x onerror=${run}>`,
	`<img src=//evil.example/x.png>`,
	`"><img src=x onerror="${run}">`,
	`<svg onload=${run}>`,
	`<svg><script>${run}</script></svg>`,
	`<svg><animate onbegin=${run} attributeName=x>`,
	`<iframe src="javascript:parent.${mark}=1">`,
	`<iframe srcdoc="<script>parent.${mark}=1</script>">`,
	`<object data="javascript:${run}">`,
	`<embed src=//evil.example/x.swf>`,
	`<a href="javascript:${run}">x</a>`,
	`javascript:${run}`,
	`data:text/html,<script>${run}</script>`,
	`<body onload=${run}>`,
	`<input autofocus onfocus=${run}>`,
	`<details open ontoggle=${run}>`,
	`<video><source onerror=${run}>`,
	`<audio src=x onerror=${run}>`,
	`<marquee onstart=${run}>`,
	`<math><mi xlink:href="javascript:${run}">`,
	`<form action=//evil.example><button>x</button>`,
	`<base href=//evil.example/>`,
	`<meta http-equiv=refresh content="0;url=//evil.example">`,
	`<link rel=stylesheet href=//evil.example/x.css>`,
	`<style>@import '//evil.example/x.css';</style>`,
	`<style>*{background:url(//evil.example/x)}</style>`,
	`<div style="background:url(//evil.example/x)">`,
	`<div style="position:fixed;inset:0">`,
	`<template><script>${run}</script></template>`,
	`<noscript><p title="</noscript><img src=x onerror=${run}>">`,
	`<!--><img src=x onerror=${run}>-->`,
	`<![CDATA[><img src=x onerror=${run}>]]>`,
	`<xmp><img src=x onerror=${run}></xmp>`,
	`&lt;script&gt;${run}&lt;/script&gt;`,
	`&#60;img src=x onerror=${run}&#62;`,
	`\\u003cscript\\u003e${run}\\u003c/script\\u003e`,
	`%3Cscript%3E${run}%3C/script%3E`,
	`{{constructor.constructor('${run}')()}}`,
	`\${${run}}`,
	`#{${run}}`,
	`<%= ${run} %>`,
	`';${run};//`,
	`";${run};//`,
	`\`;${run};//`,
	`{"__proto__":{"${mark}":1}}`,
	`<button popovertarget=x onclick=${run}>`,
	`<img src=x:x onerror=${run}//`,
]

test("fifty scripts as titles, messages and names are text, and nothing else", async ({
	demo,
	dashboard,
	page,
}) => {
	const foreign: string[] = []
	page.on("request", (request) => {
		if (!request.url().startsWith(demo.url)) foreign.push(request.url())
	})
	const dialogs: string[] = []
	page.on("dialog", (dialog) => {
		dialogs.push(dialog.message())
		void dialog.dismiss()
	})
	await dashboard.open(demo.url)
	const events = payloads.map((payload, i) => ({
		type: "hostile.text",
		severity: "info",
		title: [...payload].slice(0, 80).join(""),
		message: payload,
		guild: { id: "1", name: payload },
		user: { id: "2", name: payload },
		command: "x",
		traceId: `t-${i}`,
		data: { payload },
	}))
	for (const event of events) {
		const response = await fetch(`${demo.url}/api/events`, {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify(event),
		})
		expect(response.status, JSON.stringify(event)).toBe(201)
		await expect(dashboard.rows("hostile.text").first()).toContainText(event.message)
	}
	const { guild, mira, nova } = await demo.cast()
	await demo.sim.type({ guild: guild.id, user: mira.id, command: "daily" })
	await demo.sim.type({
		guild: guild.id,
		user: mira.id,
		command: "pay",
		options: { user: nova.id, amount: 1, note: payloads[5] ?? "" },
	})
	await expect(dashboard.rows("economy.transfer.completed")).toHaveCount(1)

	for (const reload of [false, true]) {
		if (reload) await dashboard.open(demo.url)
		const read = (await dashboard.allRows()).filter(({ type }) => type === "hostile.text")
		expect(read.length).toBeGreaterThanOrEqual(reload ? 40 : payloads.length) // a page that is opened shows the newest
		expect(await page.evaluate((name) => name in window || name in {}, mark)).toBe(false)
		expect(
			await dashboard.feed
				.locator("script, img, iframe, object, embed, form, base, meta, link, style, video, audio")
				.count(),
		).toBe(0)
	}
	expect(foreign).toEqual([])
	expect(dialogs).toEqual([])
	expect(payloads.length).toBeGreaterThanOrEqual(50)
})

/** Names as short as a member's may be. */
const nicks = [
	`<script>alert(1)</script>`,
	`<img src=x onerror=alert(1)>`,
	`<svg onload=alert(1)>`,
	`"onmouseover="alert(1)`,
	`javascript:alert(1)`,
	`\u202eecnalab`,
	"W".repeat(32),
	`a${"\u0301".repeat(31)}`,
]

test("guilds and members whose names are scripts are names, on every page", async ({
	launch,
	data,
	dashboard,
	page,
}) => {
	const names = join(data, "names")
	await writeFile(names, [...nicks, ...payloads].join("\n"))
	const demo = await launch({
		settings: { AURORA_SIM_NAMES: names, AURORA_GUILDS: "60", AURORA_MEMBERS: "400" },
	})
	await demo.ready()
	const foreign: string[] = []
	page.on("request", (request) => {
		if (!request.url().startsWith(demo.url)) foreign.push(request.url())
	})
	const dialogs: string[] = []
	page.on("dialog", (dialog) => {
		dialogs.push(dialog.message())
		void dialog.dismiss()
	})
	await dashboard.open(demo.url)
	const { guilds } = await demo.sim.state()
	for (const { id, members } of guilds)
		await demo.sim.type({ guild: id, user: String(members[0]?.id), command: "daily" })
	for (const { id, members } of guilds.slice(0, 1))
		for (const { id: user } of members.slice(1, nicks.length))
			await demo.sim.type({ guild: id, user, command: "daily" })

	await expect(dashboard.rows("economy.daily.claimed").filter({ hasText: nicks[1] ?? "" })).toHaveCount(1)
	for (const path of [
		"/",
		"/events",
		"/events?view=history",
		"/economy",
		"/commands",
		"/shards",
		"/simulator",
	]) {
		await page.goto(`${demo.url}${path}`)
		await expect(page.getByRole("main").getByRole("heading").first()).toBeVisible()
		expect(await page.evaluate((name) => name in window || name in {}, mark), path).toBe(false)
		expect(
			await page
				.locator("main")
				.locator("script, iframe, object, embed, base, meta, link, style, video, audio")
				.count(),
			path,
		).toBe(0)
	}
	expect(foreign).toEqual([])
	expect(dialogs).toEqual([])
})

test("no text covers its neighbours, turns them round or hides in them", async ({ demo, dashboard }) => {
	await dashboard.open(demo.url)
	const texts = {
		stacked: `a${"\u0301".repeat(250)}`,
		overridden: "pay\u202eecnalab",
		invisible: "a\u200b\u2060\ufeffb",
		unbroken: "W".repeat(280),
		rightToLeft: "مرحبا ".repeat(40),
		lines: `a${"\n".repeat(100)}b`,
	}
	for (const [kind, text] of Object.entries(texts)) {
		const response = await fetch(`${demo.url}/api/events`, {
			method: "POST",
			headers: { "Content-Type": "application/json" },
			body: JSON.stringify({
				type: `hostile.${kind.toLowerCase()}`,
				severity: "info",
				title: "Hostile",
				message: text,
			}),
		})
		expect(response.status, kind).toBe(201)
	}
	const first = dashboard.rows("hostile.stacked")
	await expect(first).toBeVisible()
	const boxes = await dashboard.feed
		.locator("article[data-type^='hostile.']")
		.evaluateAll((rows) =>
			rows
				.map((row) => row.getBoundingClientRect())
				.map(({ top, bottom, left, right }) => ({ top, bottom, left, right })),
		)
	expect(boxes).toHaveLength(Object.keys(texts).length)
	const frame = await dashboard.feed.evaluate((feed) => {
		const { left, right } = feed.getBoundingClientRect()
		return { left, right }
	})
	boxes.sort((a, b) => a.top - b.top)
	boxes.forEach((box, i) => {
		expect(box.left).toBeGreaterThanOrEqual(frame.left)
		expect(box.right).toBeLessThanOrEqual(frame.right + 1)
		const next = boxes[i + 1]
		if (next) expect(box.bottom).toBeLessThanOrEqual(next.top + 1)
	})
	const shown = (await dashboard.feed.textContent()) ?? ""
	for (const unseen of ["\u202e", "\u200b", "\u2060", "\ufeff"]) expect(shown).not.toContain(unseen)
})
