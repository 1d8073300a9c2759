/** Copies text; false where the browser does not let it. */
export async function copyText(text: string): Promise<boolean> {
	try {
		// There is no clipboard over plain HTTP, which is how a dashboard in one's own network is often reached.
		if (!navigator.clipboard) return copyBySelection(text)
		await navigator.clipboard.writeText(text)
		return true
	} catch {
		return false
	}
}

function copyBySelection(text: string): boolean {
	const field = document.createElement("textarea")
	field.value = text
	field.readOnly = true
	field.style.position = "fixed"
	field.style.opacity = "0"
	const before = document.activeElement
	;(before?.closest("[role=dialog]") ?? document.body).append(field)
	field.select()
	const copied = document.execCommand("copy")
	field.remove()
	if (before instanceof HTMLElement) before.focus()
	return copied
}
