import { useNavigate } from "@tanstack/react-router"
import { Command } from "cmdk"
import { Search } from "lucide-react"
import { useState } from "react"
import { ForeignText } from "../components/foreign-text"
import { Keys } from "../components/keys"
import { Modal } from "../components/modal"
import { useLiveClient } from "../hooks/use-dashboard-stats"
import { actionEntries, type Entry, liveEntries, pageEntries } from "./palette-entries"
import type { Place } from "./place"

interface Props {
	places: readonly Place[]
	onClose: () => void
	onHelp: () => void
}

const groups = ["Pages", "Actions", "Commands", "Shards", "Guilds"] as const

/** Everything one can go to or do, by a part of its name. What there is does not change while one chooses. */
export function Palette({ places, onClose, onHelp }: Props) {
	const client = useLiveClient()
	const navigate = useNavigate()
	const [entries] = useState(() => {
		const go = (to: string, search = {}) => void navigate({ to, search })
		return [
			...pageEntries(places, go),
			...actionEntries(client, onHelp),
			...liveEntries(client.store.state(), places, go),
		]
	})
	return (
		<Modal label="Command palette" onClose={onClose}>
			<Command label="Command palette" loop className="flex min-h-0 flex-1 flex-col">
				<div className="flex items-center gap-3 border-b border-hairline px-4">
					<Search aria-hidden="true" className="size-4 shrink-0 text-muted" />
					<Command.Input
						placeholder="Search pages, commands, shards, guilds, actions"
						className="h-12 min-w-0 flex-1 bg-transparent text-base outline-none placeholder:text-faint"
					/>
				</div>
				<Command.List label="Results" className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-2">
					<Command.Empty className="p-6 text-center text-muted">Nothing is called that.</Command.Empty>
					{groups.map((group) => (
						<Group
							key={group}
							name={group}
							entries={entries.filter((entry) => entry.group === group)}
							onDone={onClose}
						/>
					))}
				</Command.List>
			</Command>
		</Modal>
	)
}

function Group({ name, entries, onDone }: { name: string; entries: readonly Entry[]; onDone: () => void }) {
	if (entries.length === 0) return null
	return (
		<Command.Group
			heading={name}
			className="**:[[cmdk-group-heading]]:px-2.5 **:[[cmdk-group-heading]]:pt-2 **:[[cmdk-group-heading]]:pb-1 **:[[cmdk-group-heading]]:text-xs **:[[cmdk-group-heading]]:text-muted"
		>
			{entries.map((entry) => (
				<Line key={`${entry.name} ${entry.id}`} entry={entry} onDone={onDone} />
			))}
		</Command.Group>
	)
}

function Line({ entry, onDone }: { entry: Entry; onDone: () => void }) {
	const { name, id = "", icon: Icon, keys, run } = entry
	return (
		<Command.Item
			value={`${name} ${id}`}
			onSelect={() => {
				onDone()
				run()
			}}
			className="flex min-h-9 cursor-pointer items-center gap-3 rounded-sm px-2.5 data-[selected=true]:bg-raised forced-colors:data-[selected=true]:outline-2 pointer-coarse:min-h-11"
		>
			<Icon aria-hidden="true" className="size-4 shrink-0 text-muted" />
			<ForeignText className="min-w-0 truncate">{name}</ForeignText>
			{keys && <Keys className="ml-auto">{keys}</Keys>}
		</Command.Item>
	)
}
