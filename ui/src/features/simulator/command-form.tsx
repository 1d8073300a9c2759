import { type FormEvent, useState } from "react"
import { SmallButton } from "../../components/small-button"
import { Choice } from "./choice"
import { commandsOf, interactionOf, spoken } from "./commands"
import { OptionField } from "./option-field"
import type { SimGuild, SimState } from "./sim-state"
import type { Interaction } from "./use-simulator"

interface Props {
	state: SimState
	busy: boolean
	onSay: (guild: SimGuild, user: string, said: string, use: Interaction) => void
}

/** Who uses which command where, with which options. */
export function CommandForm({ state, busy, onSay }: Props) {
	const commands = commandsOf(state)
	const [chosen, setChosen] = useState({ guild: "", user: "", command: "daily" })
	const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
	const [twice, setTwice] = useState(false)
	const guild = state.guilds.find(({ id }) => id === chosen.guild) ?? state.guilds[0]
	const people = guild?.members.filter(({ bot }) => !bot) ?? []
	const user = people.find(({ id }) => id === chosen.user) ?? people[0]
	const command = commands.find(({ name }) => name === chosen.command) ?? commands[0]
	if (!guild || !user || !command) return null

	function submit(event: FormEvent) {
		event.preventDefault()
		if (!guild || !user || !command) return
		const use = interactionOf(guild, user.id, command, typed)
		onSay(guild, user.id, spoken(command, typed, guild), { ...use, ...(twice && { times: 2 }) })
	}
	function choose(what: Partial<typeof chosen>) {
		setChosen({ ...chosen, ...what })
		setTyped({})
	}

	return (
		<form noValidate onSubmit={submit} aria-label="Use a command" className="grid gap-3">
			<div className="grid gap-3 md:grid-cols-3">
				<Choice
					label="Guild"
					value={guild.id}
					onChange={(id) => choose({ guild: id })}
					choices={state.guilds}
				/>
				<Choice label="As" value={user.id} onChange={(id) => choose({ user: id })} choices={people} />
				<Choice
					label="Command"
					value={command.name}
					onChange={(name) => choose({ command: name })}
					hint={command.description}
					choices={commands.map(({ name }) => ({ id: name, name: `/${name}` }))}
				/>
			</div>
			{command.options.length > 0 && (
				<div className="grid gap-3 md:grid-cols-3">
					{command.options.map((option) => (
						<OptionField
							key={option.name}
							option={option}
							guild={guild}
							value={typed[option.name] ?? ""}
							onChange={(value) => setTyped({ ...typed, [option.name]: value })}
						/>
					))}
				</div>
			)}
			<div className="flex flex-wrap items-center gap-3">
				<label className="flex min-h-6 items-center gap-2 text-muted">
					<input
						type="checkbox"
						checked={twice}
						onChange={(event) => setTwice(event.target.checked)}
						className="size-4 accent-brand"
					/>
					Discord delivers it twice
				</label>
				<SmallButton type="submit" disabled={busy}>
					Use /{command.name}
				</SmallButton>
			</div>
		</form>
	)
}
