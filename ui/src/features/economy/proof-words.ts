import { coins, parseAmount } from "./amounts"
import type { Proof } from "./economy"

/** What the last check of the ledger means to who runs the bot. */
export interface Verdict {
	readonly state: "balanced" | "off" | "stopped" | "unchecked"
	readonly title: string
	readonly meaning: string
}

export function verdictOf(proof: Proof | null): Verdict {
	if (proof === null || proof.balanced === null) {
		return {
			state: "unchecked",
			title: "Not checked yet",
			meaning: "The first check comes some seconds after the start, then one every minute.",
		}
	}
	if (proof.balanced) {
		return {
			state: "balanced",
			title: "Every coin is accounted for",
			meaning: "What was issued, less what was burned, is exactly what the members hold.",
		}
	}
	const drift = parseAmount(proof.drift)
	if (drift !== null && drift !== 0n) {
		return {
			state: "off",
			title: `The ledger is off by ${coins(drift < 0n ? -drift : drift)}`,
			meaning: "Coins came from nowhere, or went there. No coins are moved until this is mended.",
		}
	}
	return {
		state: "stopped",
		title: "Coins are not being moved",
		meaning: "A check has failed. The sums agree now, but somebody has to look before coins move again.",
	}
}
