// An order that matters: most browsers also call themselves by older ones' names.
const browsers: readonly [RegExp, string][] = [
	[/Edg(?:A|iOS)?\//, "Edge"],
	[/OPR\/|Opera/, "Opera"],
	[/Firefox\/|FxiOS\//, "Firefox"],
	[/Chrome\/|CriOS\//, "Chrome"],
	[/Safari\//, "Safari"],
]
const systems: readonly [RegExp, string][] = [
	[/iPhone|iPad/, "iOS"],
	[/Android/, "Android"],
	[/Windows/, "Windows"],
	[/Mac OS X/, "macOS"],
	[/CrOS/, "ChromeOS"],
	[/Linux/, "Linux"],
]

/** A browser as people call it, by what it says of itself: "Firefox on Linux". What is none is named as it is. */
export function browserOf(agent: string): string {
	const browser = browsers.find(([sign]) => sign.test(agent))?.[1]
	const system = systems.find(([sign]) => sign.test(agent))?.[1]
	if (!browser) return agent || "a browser that does not say which"
	return system ? `${browser} on ${system}` : browser
}
