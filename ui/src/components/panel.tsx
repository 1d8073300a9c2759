import type { ReactNode } from "react"
import { useId } from "react"
import { type Answer, useLastError } from "../hooks/use-api"
import { PanelFault } from "./panel-fault"
import { Skeleton } from "./skeleton"

interface FrameProps {
	title: string
	/** What stands at the right of the title. */
	aside?: ReactNode
	className?: string
	children: ReactNode
}

/** A titled part of a page. */
export function PanelFrame({ title, aside, className = "", children }: FrameProps) {
	const id = useId()
	return (
		<section
			aria-labelledby={id}
			className={`flex min-w-0 flex-col rounded-md border border-hairline bg-surface ${className}`}
		>
			<div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-hairline px-3 py-1.5 md:px-4">
				<h2 id={id} className="text-base font-semibold">
					{title}
				</h2>
				{aside && <div className="ml-auto flex min-w-0 items-center gap-2">{aside}</div>}
			</div>
			{children}
		</section>
	)
}

interface Props<T> extends Omit<FrameProps, "children"> {
	answer: Answer<T>
	/** What stands there while loading, of the size of what will; else so many lines, below which the panel never falls. */
	loading?: ReactNode
	lines?: number
	/** Says why there is nothing to show, or null where there is something. */
	empty?: (data: T) => ReactNode
	children: (data: T) => ReactNode
}

/** A part of a page that asks the server by itself: loading, empty, failed, or what it brought. */
export function Panel<T>({ answer, loading, lines = 5, empty, children, ...frame }: Props<T>) {
	return (
		<PanelFrame {...frame}>
			<PanelBody answer={answer} loading={loading} lines={lines} empty={empty}>
				{children}
			</PanelBody>
		</PanelFrame>
	)
}

type BodyProps<T> = Pick<Props<T>, "answer" | "children"> & {
	loading: ReactNode
	lines: number
	empty: ((data: T) => ReactNode) | undefined
}

function PanelBody<T>({ answer, loading, lines, empty, children }: BodyProps<T>) {
	const { data } = answer
	const error = useLastError(answer)
	if (data === undefined && error) return <PanelFault answer={answer} error={error} />
	if (data === undefined) {
		return (
			<div aria-busy="true" className="flex-1 p-3 md:px-4">
				<span className="sr-only">Loading</span>
				{loading ?? <Skeleton lines={lines} />}
			</div>
		)
	}
	const nothing = empty?.(data)
	return (
		<>
			{error && <PanelFault answer={answer} error={error} />}
			<div
				style={loading === undefined ? { minHeight: `${lines * 2 + 1.5}rem` } : undefined}
				className={`min-w-0 flex-1 ${error ? "grayscale" : ""}`}
			>
				{nothing ? <p className="px-4 py-8 text-center text-muted">{nothing}</p> : children(data)}
			</div>
		</>
	)
}
