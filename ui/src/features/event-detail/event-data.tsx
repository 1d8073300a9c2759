import { ForeignText } from "../../components/foreign-text"
import { visibleText } from "../../lib/visible-text"
import { Field, Fields, Part } from "./part"

/** Shown as a picture of its own. */
const shownElsewhere: ReadonlySet<string> = new Set(["spans"])

/** What an event carries beyond what all events have. */
export function EventData({ data }: { data: Record<string, unknown> | undefined }) {
	const entries = Object.entries(data ?? {}).filter(([name]) => !shownElsewhere.has(name))
	if (entries.length === 0) return null
	return (
		<Part title="Data">
			<Fields>
				{entries.map(([name, value]) => (
					<Field key={name} name={<ForeignText>{name}</ForeignText>}>
						<Value value={value} />
					</Field>
				))}
			</Fields>
		</Part>
	)
}

function Value({ value }: { value: unknown }) {
	const named = nameOf(value)
	if (named !== null) return <ForeignText>{named}</ForeignText>
	if (typeof value === "string") return <Text>{value}</Text>
	if (typeof value !== "object" || value === null) return <ForeignText>{String(value)}</ForeignText>
	return <Text>{JSON.stringify(value, null, 2)}</Text>
}

/** Long text keeps its lines, each made visible by itself. */
function Text({ children }: { children: string }) {
	if (!children.includes("\n")) return <ForeignText>{children}</ForeignText>
	const lines = children.split("\n").map(visibleText).join("\n")
	return (
		<pre className="max-h-60 overflow-auto rounded-sm bg-raised p-2 font-mono text-xs">
			<bdi>{lines}</bdi>
		</pre>
	)
}

/** Members and guilds are pairs of a name and an id. */
function nameOf(value: unknown): string | null {
	if (typeof value !== "object" || value === null || !("id" in value) || !("name" in value)) return null
	return typeof value.name === "string" && typeof value.id === "string" ? `${value.name} (${value.id})` : null
}
