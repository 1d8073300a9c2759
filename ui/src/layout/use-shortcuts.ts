import { useNavigate } from "@tanstack/react-router"
import { useEffect, useEffectEvent } from "react"
import { isFree, keyOf, useKeys } from "../hooks/use-keys"
import type { Place } from "./place"
import { toggleZone } from "./zone-button"

interface Actions {
	places: readonly Place[]
	pause: () => void
	palette: () => void
	help: () => void
}

/** How long after G its letter is waited for. */
const chordMs = 1_500

/** The keys that every page has. */
export function useShortcuts({ places, pause, palette, help }: Actions): void {
	const navigate = useNavigate()
	useKeys({ " ": pause, u: toggleZone, "?": help })
	const goTo = useEffectEvent((letter: string) => {
		const place = places.find((candidate) => candidate.letter === letter)
		if (place) void navigate({ to: place.to })
	})
	const openPalette = useEffectEvent((event: KeyboardEvent) => {
		event.preventDefault()
		palette()
	})
	useEffect(() => {
		let chordUntil = 0
		// On its way down, so that the letter after G means nothing else to anyone.
		const listener = (event: KeyboardEvent) => {
			const key = keyOf(event)
			if (key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey)
				openPalette(event)
			if (event.repeat || !isFree(event) || key === "Shift") return
			if (event.timeStamp < chordUntil) {
				chordUntil = 0
				event.stopPropagation()
				goTo(key)
			} else if (key === "g") chordUntil = event.timeStamp + chordMs
		}
		document.addEventListener("keydown", listener, { capture: true })
		return () => document.removeEventListener("keydown", listener, { capture: true })
	}, [])
}
