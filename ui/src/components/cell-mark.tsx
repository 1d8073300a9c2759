import { HealthMark, type Mark } from "./health-mark"

/** A mark in a table's column of figures. */
export function CellMark(mark: Mark) {
	return (
		<span className="flex justify-end">
			<HealthMark {...mark} />
		</span>
	)
}
