import { Unplug } from "lucide-react"
import type { ReactNode } from "react"
import { SmallButton } from "./small-button"

interface Props {
	everyMs: number
	retryNow: () => void
}

/** Says that something between the page and the server is in the way of live updates, and what must be changed. */
export function PollingBanner({ everyMs, retryNow }: Props) {
	return (
		<section
			aria-label="Live updates are blocked"
			data-testid="polling-banner"
			className="border-b border-l-4 border-hairline border-l-info bg-raised text-xs md:text-sm"
		>
			<div className="mx-auto flex min-h-11 max-w-400 flex-wrap items-center gap-x-2.5 gap-y-1 px-3 py-2 md:px-5">
				<Unplug aria-hidden="true" className="hidden size-4 shrink-0 text-info md:block" />
				<p className="min-w-0 flex-1">
					Live updates are blocked, so this page is polling every {everyMs / 1_000} s.{" "}
					<span className="text-muted">
						A proxy on the way must pass the headers <Code>Upgrade</Code> and <Code>Connection</Code>.
					</span>
				</p>
				<SmallButton onClick={retryNow}>Try live now</SmallButton>
				<details className="basis-full">
					<summary className="w-fit cursor-pointer font-medium text-muted">How to set up the proxy</summary>
					<dl className="grid gap-x-6 gap-y-2 py-2 md:grid-cols-[auto_1fr]">
						<Advice term="nginx">{nginx}</Advice>
						<Advice term="Caddy">{caddy}</Advice>
						<Advice term="If there is no proxy, set">{`AURORA_PUBLIC_URL=${location.origin}`}</Advice>
					</dl>
				</details>
			</div>
		</section>
	)
}

// https://nginx.org/en/docs/http/websocket.html
const nginx = `location / {
  proxy_pass http://127.0.0.1:8080;
  proxy_http_version 1.1;
  proxy_set_header Upgrade $http_upgrade;
  proxy_set_header Connection "upgrade";
}`

// Passes both headers by itself: https://caddyserver.com/docs/caddyfile/directives/reverse_proxy
const caddy = "reverse_proxy 127.0.0.1:8080"

function Code({ children }: { children: string }) {
	return <code className="font-mono text-xs text-text">{children}</code>
}

function Advice({ term, children }: { term: ReactNode; children: string }) {
	return (
		<>
			<dt className="text-muted">{term}</dt>
			<dd className="min-w-0">
				<pre className="overflow-x-auto rounded-sm border border-hairline bg-surface px-2.5 py-1.5 font-mono text-xs">
					{children}
				</pre>
			</dd>
		</>
	)
}
