import { type FormEvent, useState } from "react"
import { SmallButton } from "../../components/small-button"
import { askServer, seqAt } from "./past-events"

interface Props {
	/** Whether the history begins in the past already. */
	isBack: boolean
	onJump: (before: number | null) => void
}

/** Leads the history to a moment, or back to now. */
export function JumpToTime({ isBack, onJump }: Props) {
	const [state, setState] = useState<"idle" | "looking" | "failed">("idle")

	async function jump(event: FormEvent<HTMLFormElement>) {
		event.preventDefault()
		const typed = new FormData(event.currentTarget).get("moment")
		const instant = Date.parse(String(typed))
		if (Number.isNaN(instant)) return
		setState("looking")
		try {
			const seq = await seqAt(askServer, instant + 1_000, AbortSignal.timeout(15_000))
			onJump(seq)
			setState("idle")
		} catch {
			setState("failed")
		}
	}

	return (
		<form onSubmit={jump} className="flex flex-wrap items-center gap-2 text-xs">
			<label className="flex items-center gap-2 text-muted">
				Until
				<input
					type="datetime-local"
					name="moment"
					step={1}
					required
					className="h-7 rounded-sm border border-control bg-surface px-2 text-text pointer-coarse:h-11"
				/>
			</label>
			<SmallButton type="submit" disabled={state === "looking"}>
				{state === "looking" ? "Looking" : "Go"}
			</SmallButton>
			{isBack && <SmallButton onClick={() => onJump(null)}>Newest</SmallButton>}
			<span role="status" className="text-error empty:hidden">
				{state === "failed" ? "The server did not answer." : ""}
			</span>
		</form>
	)
}
