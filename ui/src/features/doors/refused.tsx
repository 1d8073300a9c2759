import type { Me } from "../../hooks/use-me"
import { Notice } from "./notice"

/** For whom no login would help, as something has to be set up otherwise. */
export function Refused({ me: { reason, message } }: { me: Me }) {
	return (
		<>
			<h1 className="text-lg font-semibold">Not at this address</h1>
			<Notice>{message ?? "The server lets nobody in at this address."}</Notice>
			<p className="text-muted">
				This page goes on by itself once that is changed. The server calls it{" "}
				<code className="font-mono text-xs">{reason}</code>.
			</p>
		</>
	)
}
