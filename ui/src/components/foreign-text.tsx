import { visibleText } from "../lib/visible-text"

/** Text from Discord: never markup, its direction isolated from its neighbours, nothing in it unseen. */
export function ForeignText({ children, className }: { children: string; className?: string }) {
	return <bdi className={className}>{visibleText(children)}</bdi>
}
