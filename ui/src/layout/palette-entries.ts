import {
	Blocks,
	Building2,
	CircleHelp,
	Clock,
	Link2,
	type LucideIcon,
	Pause,
	Play,
	SquareTerminal,
	SunMoon,
} from "lucide-react"
import { copyText } from "../lib/clipboard"
import { theme, zone } from "../lib/preferences"
import type { LiveClient } from "../live/live-client"
import type { LiveState } from "../live/live-state"
import type { Place } from "./place"
import { themes } from "./themes"
import { toggleZone } from "./zone-button"

/** One line of the palette. */
export interface Entry {
	group: "Pages" | "Actions" | "Commands" | "Shards" | "Guilds"
	name: string
	/** What tells it from others of the same name. */
	id?: string
	icon: LucideIcon
	/** The keys that do the same. */
	keys?: string
	run: () => void
}

export type Go = (to: string, search?: Record<string, string>) => void

export function pageEntries(places: readonly Place[], go: Go): Entry[] {
	return places.map(({ to, label, icon, letter }) => ({
		group: "Pages",
		name: label,
		icon,
		keys: `G ${letter.toUpperCase()}`,
		run: () => go(to),
	}))
}

export function actionEntries(client: LiveClient, help: () => void): Entry[] {
	const paused = client.store.state().frozen !== null
	const otherThemes = (["system", "dark", "light"] as const).filter((name) => name !== theme.value())
	return [
		paused
			? { group: "Actions", name: "Resume", icon: Play, keys: "Space", run: () => client.resume() }
			: { group: "Actions", name: "Pause", icon: Pause, keys: "Space", run: () => client.pause() },
		{
			group: "Actions",
			name: zone.value() === "utc" ? "Show local times" : "Show times in UTC",
			icon: Clock,
			keys: "U",
			run: toggleZone,
		},
		...otherThemes.map(
			(name): Entry => ({
				group: "Actions",
				name: `Theme: ${themes[name].toLowerCase()}`,
				icon: SunMoon,
				run: () => theme.choose(name),
			}),
		),
		{
			group: "Actions",
			name: "Copy link to this page",
			icon: Link2,
			run: () => void copyText(location.href),
		},
		{ group: "Actions", name: "Keyboard shortcuts", icon: CircleHelp, keys: "?", run: help },
	]
}

/** What the bot has, as far as there are pages to show it on. */
export function liveEntries({ stats, log }: LiveState, places: readonly Place[], go: Go): Entry[] {
	const has = (to: string) => places.some((place) => place.to === to)
	const commands = has("/commands") ? (stats?.commands?.top ?? []) : []
	const shards = has("/shards") ? (stats?.gateway?.shards ?? []) : []
	const guilds = new Map(
		has("/events") ? log.events.flatMap(({ guild }) => (guild ? [[guild.id, guild.name]] : [])) : [],
	)
	return [
		...commands.map(
			({ name }): Entry => ({
				group: "Commands",
				name: `/${name}`,
				icon: SquareTerminal,
				run: () => go(`/commands/${encodeURIComponent(name)}`),
			}),
		),
		...shards.map(
			({ id, state }): Entry => ({
				group: "Shards",
				name: `Shard ${id}${state ? `, ${state}` : ""}`,
				icon: Blocks,
				run: () => go("/shards", { shard: String(id) }),
			}),
		),
		...[...guilds].map(
			([id, name]): Entry => ({
				group: "Guilds",
				name,
				id,
				icon: Building2,
				run: () => go("/events", { guild: id }),
			}),
		),
	]
}
