import { useState } from "react"
import * as v from "valibot"
import { Confirm } from "../../components/confirm"
import { ForeignText } from "../../components/foreign-text"
import { Mark } from "../../components/mark"
import { SmallButton } from "../../components/small-button"
import { Time } from "../../components/time"
import { useChange } from "../../hooks/use-change"
import { requestJson } from "../../lib/http"
import { type Account, accessPath, sessionsPath } from "./answers"
import { Consequences } from "./consequences"
import { Row } from "./row"

interface Props {
	account: Account
	/** Whether it is the reader's own. */
	self: boolean
	/** Whether no other is an admin. */
	lastAdmin: boolean
}

/** An entry of the access list, and what may become of it. */
export function AccountRow({ account, self, lastAdmin }: Props) {
	const { id, name, role, addedAt, addedBy } = account
	const [asked, ask] = useState<"role" | "removal" | null>(null)
	const other = role === "admin" ? "viewer" : "admin"
	const shownBy = [accessPath, sessionsPath]
	const change = useChange(
		() => requestJson(accessPath, v.unknown(), { method: "POST", body: { id, role: other } }),
		shownBy,
	)
	const removal = useChange(
		() => requestJson(`${accessPath}/${id}`, v.unknown(), { method: "DELETE" }),
		shownBy,
	)
	const close = () => ask(null)
	const called = name ?? id
	return (
		<Row
			name={
				<>
					<ForeignText>{called}</ForeignText>
					<Mark>{role}</Mark>
					{self && <Mark tone="brand">you</Mark>}
				</>
			}
			about={
				<>
					{name !== null && <code className="font-mono">{id}</code>}
					<span>
						added <Time at={addedAt} /> by <ForeignText>{addedBy}</ForeignText>
					</span>
					{name === null && <span>has not signed in yet</span>}
				</>
			}
		>
			<SmallButton aria-label={`Make ${other}: ${called}`} onClick={() => ask("role")}>
				Make {other}
			</SmallButton>
			<SmallButton aria-label={`Remove ${called}`} onClick={() => ask("removal")}>
				Remove
			</SmallButton>
			{asked === "role" && (
				<Confirm title={`Make ${called} ${other}?`} act={`Make ${other}`} change={change} onClose={close}>
					<Consequences account={account} becomes={other} self={self} lastAdmin={lastAdmin} />
				</Confirm>
			)}
			{asked === "removal" && (
				<Confirm title={`Remove ${called}?`} act="Remove" change={removal} onClose={close}>
					<Consequences account={account} becomes={null} self={self} lastAdmin={lastAdmin} />
				</Confirm>
			)}
		</Row>
	)
}
