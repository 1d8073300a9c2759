import type { FormEvent } from "react"
import { Button } from "../../components/button"
import { FaultLine } from "../../components/fault-line"
import { Field, fieldLook } from "../../components/field"
import { useChange } from "../../hooks/use-change"
import { requestJson } from "../../lib/http"
import { keysPath, newKeySchema } from "./answers"
import { type KeyOrder, lifetimes, orderOf, scopes } from "./key-order"
import { KeySecret } from "./key-secret"

/** Makes a key, and shows its secret this once. */
export function NewKey() {
	const { mutate, isPending, error, data, reset } = useChange(
		(body: KeyOrder) => requestJson(keysPath, newKeySchema, { method: "POST", body }),
		[keysPath],
	)
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault()
		const form = event.currentTarget
		mutate(orderOf(new FormData(form)), { onSuccess: () => form.reset() })
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-2 border-t border-hairline p-3 md:px-4">
			<div className="flex flex-wrap items-end gap-2">
				<Field label="Name" className="flex-1 basis-32">
					<input
						name="name"
						required
						maxLength={64}
						autoComplete="off"
						placeholder="my-script"
						className={fieldLook}
					/>
				</Field>
				<Field label="It may" className="basis-48">
					<Options name="scope" words={scopes} />
				</Field>
				<Field label="Expires" className="basis-28">
					<Options name="life" words={lifetimes} chosen="30" />
				</Field>
				<Button type="submit" disabled={isPending}>
					Create key
				</Button>
			</div>
			<FaultLine error={error} />
			{data && <KeySecret name={data.key.name} scope={data.key.scope} secret={data.secret} onClose={reset} />}
		</form>
	)
}

function Options({ name, words, chosen }: { name: string; words: Record<string, string>; chosen?: string }) {
	return (
		<select name={name} defaultValue={chosen} className={fieldLook}>
			{Object.entries(words).map(([value, word]) => (
				<option key={value} value={value}>
					{word}
				</option>
			))}
		</select>
	)
}
