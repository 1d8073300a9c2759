import { type ReactNode, useState } from "react"
import * as v from "valibot"
import { Confirm } from "../../components/confirm"
import { ForeignText } from "../../components/foreign-text"
import { Mark } from "../../components/mark"
import { SmallButton } from "../../components/small-button"
import { Time } from "../../components/time"
import { useChange } from "../../hooks/use-change"
import { requestJson } from "../../lib/http"
import { type Key, keysPath } from "./answers"
import { Row } from "./row"

/** A key without its secret, and its end. */
export function KeyRow({
	apiKey: { id, name, scope, created, expires, revoked, lastUsed, state },
}: {
	apiKey: Key
}) {
	const [asked, setAsked] = useState(false)
	const revoke = useChange(
		() => requestJson(`${keysPath}/${encodeURIComponent(id)}`, v.unknown(), { method: "DELETE" }),
		[keysPath],
	)
	return (
		<Row
			name={
				<>
					<ForeignText>{name}</ForeignText>
					<Mark>{scope}</Mark>
				</>
			}
			about={
				<>
					<code className="font-mono">{id}</code>
					<Moment word="made" at={created} />
					{lastUsed ? <Moment word="last used" at={lastUsed} /> : <span>never used</span>}
					{revoked ? <Moment word="revoked" at={revoked} /> : <Expiry state={state} at={expires} />}
				</>
			}
		>
			{state === "valid" && (
				<SmallButton aria-label={`Revoke ${name}`} onClick={() => setAsked(true)}>
					Revoke
				</SmallButton>
			)}
			{asked && (
				<Confirm title={`Revoke ${name}?`} act="Revoke" change={revoke} onClose={() => setAsked(false)}>
					<p>
						Programs that use it are refused within two seconds, and their live connections are closed. It
						cannot be made valid again.
					</p>
				</Confirm>
			)}
		</Row>
	)
}

function Expiry({ state, at }: { state: Key["state"]; at: string | null }) {
	if (at === null) return <span>never expires</span>
	return <Moment word={state === "expired" ? "expired" : "expires"} at={at} />
}

function Moment({ word, at }: { word: string; at: string }): ReactNode {
	return (
		<span>
			{word} <Time at={at} />
		</span>
	)
}
