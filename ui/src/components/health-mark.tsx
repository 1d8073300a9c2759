import { CircleCheck, OctagonX, TriangleAlert } from "lucide-react"

/** How something is, with the word for it. */
export interface Mark {
	readonly level: "ok" | "warn" | "error"
	readonly word: string
}

const looks = {
	ok: { icon: CircleCheck, colour: "text-ok" },
	warn: { icon: TriangleAlert, colour: "text-warn" },
	error: { icon: OctagonX, colour: "text-error" },
}

/** A state as shape, colour and word. */
export function HealthMark({ level, word }: Mark) {
	const { icon: Icon, colour } = looks[level]
	return (
		<span className={`flex min-w-fit items-center gap-1 text-xs whitespace-nowrap ${colour}`}>
			<Icon aria-hidden="true" className="size-3.5 shrink-0" strokeWidth={2.25} />
			{word}
		</span>
	)
}
