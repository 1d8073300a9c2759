import { Circle } from "lucide-react"
import { expect, test } from "vitest"
import { placeOf } from "./place"

const place = (to: string) => ({ to, label: to, letter: "x", icon: Circle })
const places = ["/", "/events", "/economy"].map(place)

test("a page below another belongs to its place, and what only begins alike does not", () => {
	const found = ["/", "/events", "/economy/1/2", "/eventsX", "/commands/daily"].map(
		(path) => placeOf(path, places)?.to,
	)
	expect(found).toEqual(["/", "/events", "/economy", undefined, undefined])
})
