import type { ReactNode } from "react"
import type { Change } from "../hooks/use-change"
import { Button } from "./button"
import { FaultLine } from "./fault-line"
import { Modal } from "./modal"

interface Props {
	title: string
	/** What the button that does it says. */
	act: string
	change: Change<void>
	onClose: () => void
	/** What will happen. */
	children: ReactNode
}

/** Asks before something that cannot be taken back, and stays until it is done. */
export function Confirm({ title, act, change, onClose, children }: Props) {
	const { mutate, isPending, error } = change
	return (
		<Modal label={title} onClose={onClose}>
			<div className="flex flex-col gap-4 overflow-y-auto p-4 md:p-6">
				<p aria-hidden="true" className="text-lg font-semibold wrap-anywhere">
					{title}
				</p>
				{children}
				<FaultLine error={error} />
				<div className="flex flex-wrap justify-end gap-2">
					<Button onClick={onClose}>Cancel</Button>
					<Button
						tone="danger"
						disabled={isPending}
						onClick={() => mutate(undefined, { onSuccess: onClose })}
					>
						{act}
					</Button>
				</div>
			</div>
		</Modal>
	)
}
