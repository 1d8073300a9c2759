import { useEffect, useEffectEvent } from "react"
import { singleKeys } from "../lib/preferences"

/** Where every key is text, or a choice from a list. */
const takesAll = "input, textarea, select, [contenteditable], [role=menu], [role=listbox]"
/** Where these keys press what has the focus. */
const takesPress = "button, summary, a[href], [role=button], [role=tab]"
const repeats: ReadonlySet<string> = new Set(["j", "k"])
const presses: ReadonlySet<string> = new Set([" ", "Enter"])

/**
 * What single keys do, by `KeyboardEvent.key`; letters in lower case. Not while one writes, while a dialog asks for
 * the whole attention, with a modifier, nor where the reader has turned single keys off. J and K repeat while they
 * are held down.
 */
export function useKeys(keys: Readonly<Record<string, (() => void) | undefined>>): void {
	const pressed = useEffectEvent((event: KeyboardEvent) => {
		const run = keys[keyOf(event)]
		if (!run || (event.repeat && !repeats.has(keyOf(event))) || !isFree(event)) return
		event.preventDefault()
		run()
	})
	useEffect(() => {
		const listener = (event: KeyboardEvent) => pressed(event)
		document.addEventListener("keydown", listener)
		return () => document.removeEventListener("keydown", listener)
	}, [])
}

/** The key's name, a letter in lower case. */
export function keyOf({ key }: KeyboardEvent): string {
	return key.length === 1 ? key.toLowerCase() : key
}

/** Whether nothing but the page itself wants a single key. */
export function isFree(event: KeyboardEvent): boolean {
	if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return false
	if (singleKeys.value() === "off" || document.querySelector("[data-modal]")) return false
	const taken = presses.has(event.key) ? `${takesAll}, ${takesPress}` : takesAll
	return !(event.target instanceof Element && event.target.closest(taken))
}
