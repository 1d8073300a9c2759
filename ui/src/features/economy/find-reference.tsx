import { type FormEvent, useState } from "react"
import { SmallButton } from "../../components/small-button"
import { Field } from "./field"
import { useTransaction } from "./use-transaction"

/** Finds what was moved by the id of the interaction, as an event, a history or a member's answer shows it. */
export function FindReference() {
	const [, open] = useTransaction()
	const [ref, setRef] = useState("")
	const [fault, setFault] = useState<string>()

	function find(event: FormEvent) {
		event.preventDefault()
		const pasted = ref.trim()
		setFault(pasted === "" ? "Paste the reference of an entry, or an interaction's id." : undefined)
		if (pasted !== "") open(pasted)
	}

	return (
		<form
			noValidate
			onSubmit={find}
			aria-label="Find a transaction"
			className="grid gap-2 border-t border-hairline pt-4"
		>
			<Field
				label="Entry reference or interaction id"
				value={ref}
				onChange={setRef}
				placeholder="1573915404479234110"
				fault={fault}
			/>
			<SmallButton type="submit">Show both sides</SmallButton>
		</form>
	)
}
