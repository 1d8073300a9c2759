import { Choice, Line } from "./choice"
import { optionTypes } from "./commands"
import type { Option, SimGuild } from "./sim-state"

interface Props {
	option: Option
	guild: SimGuild
	value: string
	onChange: (value: string) => void
}

const yesAndNo = [
	{ id: "true", name: "yes" },
	{ id: "false", name: "no" },
]

/** One option of a command, to be picked or typed by its type. */
export function OptionField({ option, guild, value, onChange }: Props) {
	const { name, description, required, type, choices } = option
	const common = { label: name, hint: description, required, value, onChange }
	if (type === optionTypes.user) return <Choice {...common} none="–" choices={guild.members} />
	if (type === optionTypes.boolean) return <Choice {...common} none="–" choices={yesAndNo} />
	if (choices.length > 0) {
		const named = choices.map((choice) => ({ id: String(choice.value), name: choice.name }))
		return <Choice {...common} none="–" choices={named} />
	}
	return <Line {...common} numeric={type === optionTypes.integer || type === optionTypes.number} />
}
