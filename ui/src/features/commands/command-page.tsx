import { Link } from "@tanstack/react-router"
import { ArrowLeft } from "lucide-react"
import { PageHead } from "../../components/page-head"
import { Panel, PanelFrame } from "../../components/panel"
import { useLastError } from "../../hooks/use-api"
import { useLiveApi } from "../../hooks/use-live-api"
import { useRowKeys } from "../../hooks/use-row-keys"
import { RequestError } from "../../lib/http"
import { visibleText } from "../../lib/visible-text"
import { commandAnswer } from "./answers"
import { CommandFigures } from "./command-figures"
import { CommandHistory } from "./command-history"
import { Uses } from "./uses"

/** One command: `/commands/$name`. */
export function CommandPage({ name }: { name: string }) {
	const answer = useLiveApi(`/api/commands/${encodeURIComponent(name)}`, commandAnswer)
	const rows = useRowKeys<HTMLDivElement>()
	const error = useLastError(answer)
	const unknown = answer.data === undefined && error instanceof RequestError && error.code === "not_found"
	return (
		<div ref={rows} className="flex flex-col gap-3 lg:gap-4 *:first:-mb-3 lg:*:first:-mb-4">
			<PageHead title={visibleText(`/${name}`)}>
				<Link
					to="/commands"
					className="flex h-8 items-center gap-1.5 rounded-sm px-2 text-muted hover:bg-raised hover:text-text pointer-coarse:h-11"
				>
					<ArrowLeft aria-hidden="true" className="size-4" />
					All commands
				</Link>
			</PageHead>
			{unknown ? (
				<PanelFrame title="Not used of late">
					<p className="px-4 py-8 text-center text-muted">
						Nothing is known of this command: it does not exist, or was not used since Aurora started.
					</p>
				</PanelFrame>
			) : (
				<>
					<CommandFigures answer={answer} />
					<CommandHistory answer={answer} />
					<div className="grid items-start gap-3 lg:grid-cols-2 lg:gap-4">
						<Panel
							title="Slowest"
							aside={<span className="text-xs text-muted">last hour</span>}
							answer={answer}
							empty={({ slowest }) => !slowest?.length && "No use in the last hour."}
						>
							{({ slowest }) => <Uses label="Slowest uses" uses={slowest ?? []} />}
						</Panel>
						<Panel
							title="Failures"
							aside={<span className="text-xs text-muted">newest first</span>}
							answer={answer}
							empty={({ failures }) => !failures?.length && "None that is still in the log."}
						>
							{({ failures }) => <Uses label="Failed uses" uses={failures ?? []} />}
						</Panel>
					</div>
				</>
			)}
		</div>
	)
}
