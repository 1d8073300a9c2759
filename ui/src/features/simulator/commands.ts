import type { Option, SimGuild, SimState } from "./sim-state"
import type { Interaction } from "./use-simulator"

/** A command as a member picks it: a subcommand is one of its own. */
export interface Command {
	/** "eco grant" */
	readonly name: string
	readonly description: string
	readonly options: readonly Option[]
}

const subcommand = 1
/** Discord's numbers of the types of options. */
export const optionTypes = { integer: 4, boolean: 5, user: 6, number: 10 }

/** All commands that can be picked, subcommands each by themselves. */
export function commandsOf({ commands }: Pick<SimState, "commands">): Command[] {
	return commands
		.filter(({ type }) => type === 1)
		.flatMap(({ name, description, options }): Command[] => {
			const below = options.filter(({ type }) => type === subcommand)
			if (below.length === 0) return [{ name, description, options }]
			return below.map((sub) => ({
				name: `${name} ${sub.name}`,
				description: sub.description,
				options: sub.options,
			}))
		})
		.sort((a, b) => a.name.localeCompare(b.name))
}

/** The use of a command with what was typed; options left empty are left out. */
export function interactionOf(
	guild: SimGuild,
	user: string,
	{ name, options }: Command,
	typed: Readonly<Record<string, string>>,
): Interaction {
	const [command = name, sub] = name.split(" ")
	const given = options.flatMap((option) => {
		const text = typed[option.name] ?? ""
		return text === "" ? [] : [[option.name, wireValue(option, text)] as const]
	})
	return {
		guild: guild.id,
		user,
		command,
		...(sub && { subcommand: sub }),
		options: Object.fromEntries(given),
	}
}

/** Numbers are numbers on Discord's wire, coins too; what is none goes as it was typed, to be refused in words. */
function wireValue({ type }: Option, text: string): string | number | boolean {
	if (type === optionTypes.boolean) return text === "true"
	const number = Number(text)
	const wanted = type === optionTypes.integer || type === optionTypes.number
	return wanted && Number.isFinite(number) ? number : text
}

/** What was said, as the others see it: "/pay amount: 5". */
export function spoken(
	{ name, options }: Command,
	typed: Readonly<Record<string, string>>,
	guild: SimGuild,
): string {
	const parts = options.flatMap((option) => {
		const text = typed[option.name] ?? ""
		if (text === "") return []
		const member = guild.members.find(({ id }) => option.type === optionTypes.user && id === text)
		return [`${option.name}: ${member?.name ?? text}`]
	})
	return [`/${name}`, ...parts].join(" ")
}
