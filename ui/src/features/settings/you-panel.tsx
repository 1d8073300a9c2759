import { useState } from "react"
import { Button } from "../../components/button"
import { Confirm } from "../../components/confirm"
import { FaultLine } from "../../components/fault-line"
import { ForeignText } from "../../components/foreign-text"
import { PanelFrame } from "../../components/panel"
import { Skeleton } from "../../components/skeleton"
import { howAdmitted, type Me } from "../../hooks/use-me"
import { useSignOut } from "../../hooks/use-sign-out"
import { notMeasured } from "../../lib/format"
import { Fact, Facts } from "./facts"

const powers = { admin: "sees and changes everything", viewer: "sees everything, changes nothing" }

/** Who the reader is here, and why. */
export function YouPanel({ me }: { me: Me | undefined }) {
	return (
		<PanelFrame title="You">
			<div className="flex flex-col gap-3 p-3 md:px-4">
				{me ? <Who me={me} /> : <Skeleton lines={4} />}
				{me?.via === "session" && <Leave />}
			</div>
		</PanelFrame>
	)
}

function Who({ me }: { me: Me }) {
	return (
		<Facts>
			<Fact name="Name">
				<ForeignText>{me.name ?? notMeasured}</ForeignText>
			</Fact>
			<Fact name="Id">
				<code className="font-mono text-xs">{me.id ?? notMeasured}</code>
			</Fact>
			<Fact name="Role">{me.role ? `${me.role}: ${powers[me.role]}` : notMeasured}</Fact>
			<Fact name="How">{howAdmitted(me)}</Fact>
		</Facts>
	)
}

function Leave() {
	const [asked, setAsked] = useState(false)
	const here = useSignOut()
	const everywhere = useSignOut({ everywhere: true })
	return (
		<>
			<div className="flex flex-wrap gap-2">
				<Button disabled={here.isPending} onClick={() => here.mutate()}>
					Sign out
				</Button>
				<Button onClick={() => setAsked(true)}>Sign out everywhere</Button>
			</div>
			<FaultLine error={here.error} />
			{asked && (
				<Confirm
					title="Sign out everywhere?"
					act="Sign out everywhere"
					change={everywhere}
					onClose={() => setAsked(false)}
				>
					<p>Every browser in which you are signed in is signed out, this one too. Keys are not touched.</p>
				</Confirm>
			)}
		</>
	)
}
