import { type Answer, useApi } from "../../hooks/use-api"
import { type Economy, economySchema } from "./economy"

/** The economy of all guilds, asked for every five seconds; all who ask share the answer. */
export function useEconomy(): Answer<Economy> {
	return useApi("/api/economy", economySchema)
}
