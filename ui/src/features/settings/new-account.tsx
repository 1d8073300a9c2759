import type { FormEvent } from "react"
import * as v from "valibot"
import { Button } from "../../components/button"
import { FaultLine } from "../../components/fault-line"
import { Field, fieldLook } from "../../components/field"
import { useChange } from "../../hooks/use-change"
import { requestJson } from "../../lib/http"
import { accessPath } from "./answers"

/** Puts an account on the access list. */
export function NewAccount() {
	const { mutate, isPending, error } = useChange(
		(body: { id: string; role: string }) => requestJson(accessPath, v.unknown(), { method: "POST", body }),
		[accessPath],
	)
	const submit = (event: FormEvent<HTMLFormElement>) => {
		event.preventDefault()
		const form = event.currentTarget
		const fields = new FormData(form)
		const body = { id: String(fields.get("id")).trim(), role: String(fields.get("role")) }
		mutate(body, { onSuccess: () => form.reset() })
	}
	return (
		<form onSubmit={submit} className="flex flex-col gap-2 border-t border-hairline p-3 md:px-4">
			<div className="flex flex-wrap items-end gap-2">
				<Field label="Discord user id" className="flex-1 basis-52">
					<input
						name="id"
						required
						inputMode="numeric"
						autoComplete="off"
						placeholder="80351110224678912"
						className={`${fieldLook} font-mono`}
					/>
				</Field>
				<Field label="Role" className="basis-28">
					<select name="role" defaultValue="viewer" className={fieldLook}>
						<option value="viewer">viewer</option>
						<option value="admin">admin</option>
					</select>
				</Field>
				<Button type="submit" disabled={isPending}>
					Add
				</Button>
			</div>
			<FaultLine error={error} />
			<p className="text-xs text-muted">
				In Discord, with the developer mode on: Copy User ID, in the menu of whom you mean.
			</p>
		</form>
	)
}
