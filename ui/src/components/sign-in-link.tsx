import { LogIn } from "lucide-react"
import { buttonLook } from "./button"

/** Where a tab ends up that was opened for signing in alone. */
export const signedInPath = "/signed-in"

interface Props {
	/**
	 * Where Discord asks: in this tab, which comes back to where it is but forgets what was typed, or in another one,
	 * while this one waits.
	 */
	tab: "this" | "another"
	plain?: boolean
	children: string
}

/** Leads to Discord, which says who one is. */
export function SignInLink({ tab, plain = false, children }: Props) {
	const here = tab === "this"
	return (
		<a
			href={`/auth/login?return_to=${encodeURIComponent(here ? location.pathname + location.search : signedInPath)}`}
			data-first={plain ? undefined : ""}
			target={here ? undefined : "_blank"}
			className={plain ? "text-muted underline underline-offset-2 hover:text-text" : buttonLook("primary")}
		>
			{!plain && <LogIn aria-hidden="true" className="size-4 shrink-0" />}
			{children}
		</a>
	)
}
