import { PanelRightOpen } from "lucide-react"
import { IconButton } from "../../components/icon-button"
import { coins, parseAmount } from "./amounts"
import { type Entry, kindName } from "./economy"
import { useTransaction } from "./use-transaction"

/** Opens both sides of an entry beside the page. */
export function OpenEntry({ entry }: { entry: Entry }) {
	const [, open] = useTransaction()
	const amount = coins(parseAmount(entry.amount) ?? 0n)
	return (
		<IconButton
			icon={PanelRightOpen}
			label={`Both sides of: ${kindName(entry.kind)}, ${amount}, entry ${entry.id}`}
			onClick={() => open(entry.ref)}
		/>
	)
}
