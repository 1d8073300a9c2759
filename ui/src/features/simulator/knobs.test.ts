import { expect, test } from "vitest"
import { faultGroups, faultLabel } from "./faults"
import { knobs, knobValue } from "./knobs"

test("each knob takes its own presets, and says what else it takes", () => {
	for (const knob of knobs) {
		for (const { value } of knob.presets) expect(knobValue(knob, String(value))).toEqual({ value })
		for (const typed of ["", "-1", "many", "Infinity", String(knob.max * 2)])
			expect(knobValue(knob, typed)).toEqual({ fault: expect.stringContaining("A number from 0 to") })
	}
})

test("every fault is called by its own name, and one that is not ours by Discord's", () => {
	const all = faultGroups.flatMap(({ faults }) => faults)
	expect(new Set(all.map(({ kind }) => kind)).size).toBe(all.length)
	expect(faultLabel("drop")).toBe("Drop the connection")
	expect(faultLabel("close:4012")).toBe("close:4012")
})
