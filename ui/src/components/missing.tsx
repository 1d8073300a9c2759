import { notMeasured } from "../lib/format"

/** Stands where there is no value, and says why. */
export function Missing({ why }: { why: string }) {
	return (
		<span title={why} className="text-faint">
			<span aria-hidden="true">{notMeasured}</span>
			<span className="sr-only">{why}</span>
		</span>
	)
}
