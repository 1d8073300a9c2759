import { useSyncExternalStore } from "react"
import type { Preference } from "../lib/preference"

/** The reader's choice of now. */
export function usePreference<T extends string>(preference: Preference<T>): T {
	return useSyncExternalStore(preference.subscribe, preference.value)
}
