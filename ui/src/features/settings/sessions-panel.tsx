import * as v from "valibot"
import { FaultLine } from "../../components/fault-line"
import { ForeignText } from "../../components/foreign-text"
import { Mark } from "../../components/mark"
import { Panel } from "../../components/panel"
import { SmallButton } from "../../components/small-button"
import { Time } from "../../components/time"
import { useApi } from "../../hooks/use-api"
import { useChange } from "../../hooks/use-change"
import type { Me } from "../../hooks/use-me"
import { requestJson } from "../../lib/http"
import { browserOf } from "./agent"
import { type Session, sessionsPath, sessionsSchema } from "./answers"
import { Row } from "./row"

/** Which browsers are signed in, whoever's they are. */
export function SessionsPanel({ me }: { me: Me }) {
	const answer = useApi(sessionsPath, sessionsSchema, { everyMs: 15_000 })
	const none = me.login
		? "No browser is signed in."
		: "No login is set up, so no browser can be signed in: who is on the server's machine is let in."
	return (
		<Panel title="Sessions" answer={answer} empty={({ sessions }) => (sessions.length === 0 ? none : null)}>
			{({ sessions }) => (
				<ul>
					{sessions.map((session) => (
						<SessionRow key={session.id} session={session} />
					))}
				</ul>
			)}
		</Panel>
	)
}

function SessionRow({ session }: { session: Session }) {
	const { id, user, role, createdAt, lastSeenAt, address, agent, current } = session
	const end = useChange(
		() => requestJson(`${sessionsPath}/${encodeURIComponent(id)}`, v.unknown(), { method: "DELETE" }),
		[sessionsPath],
	)
	return (
		<Row
			name={
				<>
					<ForeignText>{user.name || user.id}</ForeignText>
					<Mark>{role}</Mark>
					{current && <Mark tone="brand">this one</Mark>}
				</>
			}
			about={
				<>
					<ForeignText>{browserOf(agent)}</ForeignText>
					<span>from {address}</span>
					<span>
						seen <Time at={lastSeenAt} />
					</span>
					<span>
						signed in <Time at={createdAt} />
					</span>
				</>
			}
		>
			{!current && (
				<SmallButton
					disabled={end.isPending}
					onClick={() => end.mutate()}
					aria-label={`End the session of ${user.name}`}
				>
					End
				</SmallButton>
			)}
			<FaultLine error={end.error} />
		</Row>
	)
}
