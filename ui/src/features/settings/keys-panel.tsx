import { Panel } from "../../components/panel"
import { useApi } from "../../hooks/use-api"
import { plural } from "../../lib/format"
import { type Key, keysPath, keysSchema } from "./answers"
import { KeyRow } from "./key-row"
import { NewKey } from "./new-key"

/** The keys by which other programs come in. */
export function KeysPanel() {
	const answer = useApi(keysPath, keysSchema, { everyMs: 15_000 })
	return (
		<Panel
			title="API keys"
			answer={answer}
			aside={<span className="text-xs text-muted">How other programs come in</span>}
		>
			{({ keys }) => <Keys keys={keys} />}
		</Panel>
	)
}

function Keys({ keys }: { keys: readonly Key[] }) {
	const valid = keys.filter(({ state }) => state === "valid")
	const past = keys.filter(({ state }) => state !== "valid")
	return (
		<>
			{valid.length === 0 && (
				<p className="px-4 py-6 text-center text-muted">There is no key that is valid.</p>
			)}
			<ul aria-label="Valid keys">
				{valid.map((key) => (
					<KeyRow key={key.id} apiKey={key} />
				))}
			</ul>
			{past.length > 0 && (
				<details className="border-t border-hairline">
					<summary className="min-h-8 cursor-pointer px-3 py-1.5 text-muted md:px-4">
						{plural(past.length, "key")} revoked or expired
					</summary>
					<ul aria-label="Keys that are no longer valid">
						{past.map((key) => (
							<KeyRow key={key.id} apiKey={key} />
						))}
					</ul>
				</details>
			)}
			<NewKey />
		</>
	)
}
