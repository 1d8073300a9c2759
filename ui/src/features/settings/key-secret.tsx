import { useState } from "react"
import { Button } from "../../components/button"
import { Copyable } from "../../components/copyable"
import { Modal } from "../../components/modal"

interface Props {
	name: string
	scope: string
	secret: string
	onClose: () => void
}

/** A new key's secret. Until it was copied, only the button closes it: no slip of the hand may lose it. */
export function KeySecret({ name, scope, secret, onClose }: Props) {
	const [copied, setCopied] = useState(false)
	const title = `The key ${name}`
	return (
		<Modal label={title} onClose={() => copied && onClose()}>
			<div className="flex flex-col gap-4 overflow-y-auto p-4 md:p-6">
				<p aria-hidden="true" className="text-lg font-semibold wrap-anywhere">
					{title}
				</p>
				<p>Copy it now: it is shown this once, and nobody can find it out later.</p>
				<Copyable name="the key" onCopied={() => setCopied(true)}>
					{secret}
				</Copyable>
				<p>Programs send it in a header:</p>
				<Copyable name="the example">{example(scope)}</Copyable>
				<div className="flex justify-end">
					<Button tone={copied ? "primary" : "plain"} onClick={onClose}>
						{copied ? "Done" : "I have kept it elsewhere"}
					</Button>
				</div>
			</div>
		</Modal>
	)
}

/** Without the secret, which does not belong into a shell's history. */
function example(scope: string): string {
	const header = `-H "Authorization: Bearer $AURORA_KEY"`
	if (scope !== "ingest") return `curl ${header} ${location.origin}/api/stats`
	const event = `{"type":"shop.sold","severity":"info","title":"Item sold"}`
	return `curl ${header} -H "Content-Type: application/json" -d '${event}' ${location.origin}/api/events`
}
