import { Link } from "@tanstack/react-router"
import { useEffect } from "react"
import { buttonLook } from "../../components/button"
import { PageHead } from "../../components/page-head"

/** The end of a tab that was opened for signing in. Browsers that do not let it close itself leave it to the reader. */
export function SignedInPage() {
	useEffect(() => window.close(), [])
	return (
		<>
			<PageHead title="You are signed in" />
			<p className="py-2">The tab that you have come from goes on by itself. You can close this one.</p>
			<div>
				<Link to="/" className={buttonLook()}>
					To the overview
				</Link>
			</div>
		</>
	)
}
