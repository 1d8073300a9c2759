import * as Dialog from "@radix-ui/react-dialog"
import { X } from "lucide-react"
import type { ReactNode } from "react"
import { useFocusReturn } from "../hooks/use-focus-return"
import { useMedia } from "../hooks/use-media"
import { CopyLink } from "./copy-link"

interface Props {
	title: ReactNode
	onClose: () => void
	children: ReactNode
}

/**
 * Details beside the page, whose address holds what they are about. On a wide screen the page goes on to be used
 * beside them, and its header says on whether it is live; on a narrow one they lie over it. Escape closes them.
 */
export function SidePanel({ title, onClose, children }: Props) {
	const wide = useMedia("(min-width: 68.75rem)")
	const returnFocus = useFocusReturn()
	return (
		<Dialog.Root open modal={!wide} onOpenChange={onClose}>
			<Dialog.Portal>
				{!wide && <div className="fixed inset-0 z-20 animate-enter bg-black/50 motion-reduce:animate-none" />}
				<Dialog.Content
					aria-describedby={undefined}
					data-modal={wide ? undefined : ""}
					onOpenAutoFocus={focusWhole}
					onCloseAutoFocus={returnFocus}
					onInteractOutside={(event) => wide && event.preventDefault()}
					className="fixed inset-y-0 right-0 z-30 flex w-120 max-w-full animate-slide flex-col border-l border-hairline bg-surface shadow-xl outline-none lg:top-12 motion-reduce:animate-none"
				>
					<div className="flex min-h-12 items-center gap-3 border-b border-hairline px-4">
						<Dialog.Title className="min-w-0 truncate text-base font-semibold">{title}</Dialog.Title>
						<div className="ml-auto flex items-center gap-2">
							<CopyLink />
							<Dialog.Close
								aria-label="Close"
								title="Close (Esc)"
								className="flex size-7 items-center justify-center rounded-sm text-muted hover:bg-raised hover:text-text pointer-coarse:size-11"
							>
								<X aria-hidden="true" className="size-4" />
							</Dialog.Close>
						</div>
					</div>
					<div className="min-h-0 flex-1 overflow-y-auto overscroll-contain p-4">{children}</div>
				</Dialog.Content>
			</Dialog.Portal>
		</Dialog.Root>
	)
}

/** The whole takes the focus, so that it is read from its title on, not from its first button. */
function focusWhole(event: Event): void {
	event.preventDefault()
	if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}
