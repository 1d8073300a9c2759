import type { ReactNode } from "react"
import { Logo } from "../../components/logo"
import type { Me } from "../../hooks/use-me"
import { NoLogin } from "./no-login"
import { NotOnList } from "./not-on-list"
import { Refused } from "./refused"
import { SignIn } from "./sign-in"
import { useReturn } from "./use-return"

/** In place of the page, for who may not look: why, and what can be done about it. */
export function Outside({ me: before }: { me: Me }) {
	const me = useReturn() ?? before
	return (
		<main className="mx-auto flex min-h-dvh w-full max-w-120 flex-col gap-4 px-4 py-[8dvh]">
			<Logo />
			<div className="flex flex-col gap-4 rounded-md border border-hairline bg-surface p-4 md:p-6">
				{explanation(me)}
			</div>
		</main>
	)
}

function explanation(me: Me): ReactNode {
	if (me.reason === "not_on_list") return <NotOnList me={me} />
	if (!me.login) return <NoLogin me={me} />
	if (me.reason === "not_local") return <Refused me={me} />
	return <SignIn me={me} />
}
