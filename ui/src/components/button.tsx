import type { ComponentProps } from "react"

const tones = {
	plain: "border-control hover:bg-raised",
	/** What one has most likely come for. */
	primary: "border-brand bg-brand text-bg hover:opacity-90",
	/** What cannot be taken back. */
	danger: "border-error text-error hover:bg-raised",
}

export type Tone = keyof typeof tones

/** How a button looks; links that do something look alike. */
export function buttonLook(tone: Tone = "plain"): string {
	return `inline-flex min-h-8 shrink-0 items-center justify-center gap-2 rounded-sm border px-3 py-1 font-medium disabled:opacity-60 pointer-coarse:min-h-11 ${tones[tone]}`
}

export function Button({ tone, className = "", ...props }: ComponentProps<"button"> & { tone?: Tone }) {
	return <button type="button" className={`${buttonLook(tone)} ${className}`} {...props} />
}
