import { everything, type Filter } from "./filter"

type Preset = Pick<Filter, "severities" | "types">

const none: Preset = everything

/** The filters one press away. */
export const presets = {
	All: none,
	Errors: { ...none, severities: ["error", "critical"] },
	Economy: { ...none, types: ["economy.*"] },
	Commands: { ...none, types: ["command.*"] },
	Gateway: { ...none, types: ["shard.*", "gateway.*", "guild.*"] },
} as const satisfies Record<string, Preset>

export type PresetName = keyof typeof presets

export const presetNames = Object.keys(presets) as PresetName[]

/** The preset that a filter's severities and types are, if they are one. */
export function presetOf(filter: Filter): PresetName | undefined {
	return presetNames.find((name) => same(presets[name], filter))
}

/** The filter with a preset's severities and types; "All" asks for nothing any more. */
export function withPreset(filter: Filter, name: PresetName): Filter {
	return name === "All" ? everything : { ...filter, ...pick(presets[name]) }
}

function pick({ severities, types }: Preset): Preset {
	return { severities, types }
}

function same(a: Preset, b: Preset): boolean {
	return a.severities.join() === b.severities.join() && a.types.join() === b.types.join()
}
