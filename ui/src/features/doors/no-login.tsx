import type { ReactNode } from "react"
import { Copyable } from "../../components/copyable"
import type { Me } from "../../hooks/use-me"
import { Notice } from "./notice"

/** For who comes from elsewhere while no login is set up: the three ways in. */
export function NoLogin({ me: { message } }: { me: Me }) {
	return (
		<>
			<h1 className="text-lg font-semibold">Nobody can sign in here yet</h1>
			{message && <Notice>{message}</Notice>}
			<Way title="From the server itself">
				<p>What comes from the machine it runs on is let in. From yours, make it look so:</p>
				<Copyable name="the command">{`ssh -L ${port()}:127.0.0.1:${port()} ${location.hostname}`}</Copyable>
				<p>
					and open <code className="font-mono text-xs">http://127.0.0.1:{port()}</code>
				</p>
			</Way>
			<Way title="By signing in with Discord">
				<p>On the page OAuth2 of your application at Discord, add the redirect</p>
				<Copyable name="the redirect">{`${location.origin}/auth/callback`}</Copyable>
				<p>and start Aurora with its id and secret, and with your own id as an admin:</p>
				<Copyable name="the settings">{settings()}</Copyable>
			</Way>
			<Way title="As a program">
				<p>With a key in the header Authorization:</p>
				<Copyable name="the command">aurora key create --name my-script --scope read</Copyable>
			</Way>
		</>
	)
}

function Way({ title, children }: { title: string; children: ReactNode }) {
	return (
		<section className="flex flex-col gap-2">
			<h2 className="font-semibold">{title}</h2>
			{children}
		</section>
	)
}

function port(): string {
	return location.port || (location.protocol === "https:" ? "443" : "80")
}

function settings(): string {
	return [
		"AURORA_DISCORD_CLIENT_ID=…",
		"AURORA_DISCORD_CLIENT_SECRET=…",
		`AURORA_PUBLIC_URL=${location.origin}`,
		"AURORA_ADMINS=…",
	].join(" ")
}
