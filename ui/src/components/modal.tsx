import * as Dialog from "@radix-ui/react-dialog"
import type { ReactNode } from "react"
import { useFocusReturn } from "../hooks/use-focus-return"

interface Props {
	/** Names it for those who do not see it; the content says it to the others. */
	label: string
	onClose: () => void
	/** Where it stands: near the top, or rising from a phone's lower edge. */
	place?: "top" | "bottom"
	children: ReactNode
}

const places = {
	top: "top-[12dvh] left-1/2 w-144 max-w-[calc(100vw-2rem)] max-h-[76dvh] -translate-x-1/2 rounded-md border",
	bottom:
		"inset-x-0 bottom-0 max-h-[85dvh] rounded-t-md border-t pb-[max(0.75rem,env(safe-area-inset-bottom))]",
}

/**
 * What asks for the whole attention. Escape and a press beside it end it. What is marked `data-first` in it has the
 * focus to begin with, else its first button or field.
 */
export function Modal({ label, onClose, place = "top", children }: Props) {
	const returnFocus = useFocusReturn()
	return (
		<Dialog.Root open onOpenChange={onClose}>
			<Dialog.Portal>
				{/* Not Radix's own overlay: it locks the scrolling by a style sheet that the policy forbids. */}
				<div className="fixed inset-0 z-40 touch-none overflow-hidden overscroll-contain bg-black/50" />
				<Dialog.Content
					data-modal=""
					onOpenAutoFocus={focusFirst}
					onCloseAutoFocus={returnFocus}
					aria-describedby={undefined}
					className={`fixed z-50 flex animate-enter flex-col overflow-hidden border-hairline bg-surface shadow-xl outline-none motion-reduce:animate-none ${places[place]}`}
				>
					<Dialog.Title className="sr-only">{label}</Dialog.Title>
					{children}
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	)
}

/** Left to itself the dialog passes over links. */
function focusFirst(event: Event): void {
	const first =
		event.currentTarget instanceof HTMLElement && event.currentTarget.querySelector("[data-first]")
	if (!(first instanceof HTMLElement)) return
	event.preventDefault()
	first.focus()
}
