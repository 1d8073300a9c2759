import { expect, test } from "vitest"
import { orderOf } from "./key-order"

function formOf(fields: Record<string, string>): FormData {
	const form = new FormData()
	for (const [name, value] of Object.entries(fields)) form.set(name, value)
	return form
}

test("a key is asked for with the days it lives as seconds, or for ever", () => {
	const script = { name: " my-script ", scope: "read" }
	expect(orderOf(formOf({ ...script, life: "30" }))).toEqual({
		name: "my-script",
		scope: "read",
		expiresInSec: 2_592_000,
	})
	expect(orderOf(formOf({ ...script, life: "never" }))).toEqual({ name: "my-script", scope: "read" })
})
