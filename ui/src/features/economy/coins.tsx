import { formatAmount, notMeasured } from "../../lib/format"
import { change, coins, parseAmount } from "./amounts"

interface Props {
	amount: string | bigint | null
	/** With its sign, as what was added or taken. */
	signed?: boolean
	/** From a million on shortened, with the exact amount for who points at it. */
	short?: boolean
	/** Why there is none. */
	missing?: string
	className?: string
}

/** An amount of coins, of any size, exactly. */
export function Coins({ amount, signed, short, missing = "Not measured yet", className = "" }: Props) {
	const value = typeof amount === "bigint" ? amount : parseAmount(amount)
	if (value === null) {
		return (
			<span title={missing} className="text-faint">
				<span aria-hidden="true">{notMeasured}</span>
				<span className="sr-only">{missing}</span>
			</span>
		)
	}
	const exact = signed ? change(value) : coins(value)
	const brief = `${signed && value > 0n ? "+" : ""}${formatAmount(value.toString()).replace("-", "−")}`
	return (
		<span title={short ? exact : undefined} className={`tabular-nums ${className}`}>
			{short ? brief : exact}
		</span>
	)
}
