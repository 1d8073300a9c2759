import * as Dropdown from "@radix-ui/react-dropdown-menu"
import { Check } from "lucide-react"
import type { ReactNode } from "react"

interface Props {
	/** The button that opens it. */
	trigger: ReactNode
	children: ReactNode
}

/** A menu below a button. Not modal, as Radix's lock on scrolling needs styles that the policy forbids. */
export function Menu({ trigger, children }: Props) {
	return (
		<Dropdown.Root modal={false}>
			<Dropdown.Trigger asChild>{trigger}</Dropdown.Trigger>
			<Dropdown.Portal>
				<Dropdown.Content
					align="end"
					sideOffset={6}
					collisionPadding={8}
					className="z-50 min-w-44 animate-enter rounded-md border border-hairline bg-surface p-1 shadow-xl motion-reduce:animate-none"
				>
					{children}
				</Dropdown.Content>
			</Dropdown.Portal>
		</Dropdown.Root>
	)
}

const item =
	"flex min-h-8 cursor-pointer items-center gap-2.5 rounded-sm px-2.5 outline-none select-none data-highlighted:bg-raised forced-colors:data-highlighted:outline-2 pointer-coarse:min-h-11"

export function MenuItem({ onSelect, children }: { onSelect: () => void; children: ReactNode }) {
	return (
		<Dropdown.Item onSelect={onSelect} className={item}>
			{children}
		</Dropdown.Item>
	)
}

interface ChoiceProps<T extends string> {
	label: string
	value: T
	choices: Readonly<Record<T, string>>
	onChoose: (value: T) => void
}

/** One of several. */
export function MenuChoice<T extends string>({ label, value, choices, onChoose }: ChoiceProps<T>) {
	const names = Object.keys(choices) as T[]
	return (
		<Dropdown.RadioGroup
			aria-label={label}
			value={value}
			onValueChange={(chosen) => onChoose(names.find((name) => name === chosen) ?? value)}
		>
			{names.map((name) => (
				<Dropdown.RadioItem key={name} value={name} className={item}>
					<span className="size-3.5 shrink-0">
						<Dropdown.ItemIndicator>
							<Check aria-hidden="true" className="size-3.5" />
						</Dropdown.ItemIndicator>
					</span>
					{choices[name]}
				</Dropdown.RadioItem>
			))}
		</Dropdown.RadioGroup>
	)
}
