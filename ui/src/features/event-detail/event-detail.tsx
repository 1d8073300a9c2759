import { ForeignText } from "../../components/foreign-text"
import { SeverityBadge } from "../../components/severity-icon"
import { Time } from "../../components/time"
import { formatMs } from "../../lib/format"
import type { AuroraEvent } from "../../live/events"
import { EventData } from "./event-data"
import { FilterLink } from "./filter-link"
import { LedgerEntries } from "./ledger-entries"
import { Field, Fields, Part } from "./part"
import { RelatedEvents } from "./related-events"
import { TracePart } from "./trace-part"
import { useRelated } from "./use-related"

/** Everything that is known of an event. */
export function EventDetail({ event }: { event: AuroraEvent }) {
	const related = useRelated(event.traceId)
	const all = related.data ?? [event]
	const { interactionId } = event
	const aboutMoney = [event, ...all].some(({ type }) => type.startsWith("economy."))
	return (
		<>
			<div className="flex items-center gap-4 pb-2">
				<SeverityBadge severity={event.severity} />
				<Time at={event.time} as="instant" className="font-mono text-xs text-muted" />
			</div>
			<p className="pb-4 text-base [overflow-wrap:anywhere]">
				<ForeignText>{event.message}</ForeignText>
			</p>
			<Part title="Event">
				<EventFields event={event} />
			</Part>
			<EventData data={event.data} />
			{event.traceId && <TracePart answer={related} events={[event, ...all]} />}
			{interactionId && aboutMoney && <LedgerEntries interaction={interactionId} />}
			{event.traceId && <RelatedEvents answer={related} current={event.seq} />}
		</>
	)
}

function EventFields({ event }: { event: AuroraEvent }) {
	const { guild, user, shard, command, durationMs } = event
	return (
		<Fields>
			<Field name="Type">
				<FilterLink search={{ type: event.type }}>{event.type}</FilterLink>
			</Field>
			<Field name="Guild">{guild && <Named {...guild} as="guild" />}</Field>
			<Field name="User">{user && <Named {...user} as="user" />}</Field>
			<Field name="Shard">
				{shard !== undefined && <FilterLink search={{ shard: String(shard) }}>{String(shard)}</FilterLink>}
			</Field>
			<Field name="Command">{command && <ForeignText>{`/${command}`}</ForeignText>}</Field>
			<Field name="Duration">{durationMs !== undefined && `${formatMs(durationMs)} ms`}</Field>
			<Field name="Source">
				<ForeignText>{event.source}</ForeignText>
			</Field>
			<Field name="Number">
				<code className="font-mono text-xs">{event.seq}</code>
			</Field>
			<Field name="Interaction">{event.interactionId && <Id>{event.interactionId}</Id>}</Field>
			<Field name="Trace">{event.traceId && <Id>{event.traceId}</Id>}</Field>
		</Fields>
	)
}

function Named({ id, name, as }: { id: string; name: string; as: "guild" | "user" }) {
	return (
		<>
			<FilterLink search={{ [as]: id }}>{name}</FilterLink> <Id>{id}</Id>
		</>
	)
}

function Id({ children }: { children: string }) {
	return (
		<code className="font-mono text-xs text-faint">
			<ForeignText>{children}</ForeignText>
		</code>
	)
}
