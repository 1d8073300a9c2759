import { QueryClientProvider } from "@tanstack/react-query"
import {
	createRootRoute,
	createRoute,
	createRouter,
	Outlet,
	type RouterHistory,
	RouterProvider,
} from "@tanstack/react-router"
import {
	Blocks,
	Coins,
	FlaskConical,
	Gauge,
	LayoutDashboard,
	ScrollText,
	Settings,
	SquareTerminal,
} from "lucide-react"
import { useState } from "react"
import * as v from "valibot"
import { signedInPath } from "./components/sign-in-link"
import { ApiLimitsPage, apiLimitsBuilt } from "./features/api-limits/api-limits-page"
import { CommandPage } from "./features/commands/command-page"
import { CommandsPage, commandsBuilt } from "./features/commands/commands-page"
import { Doors } from "./features/doors/doors"
import { SignedInPage } from "./features/doors/signed-in-page"
import { AccountPage } from "./features/economy/account-page"
import { EconomyPage, economyBuilt } from "./features/economy/economy-page"
import { ledgerSearch } from "./features/economy/use-transaction"
import { EventPanel } from "./features/event-detail/event-panel"
import { EventsPage, eventsBuilt, eventsSearch } from "./features/events/events-page"
import { OverviewPage } from "./features/overview/overview-page"
import { SettingsPage, settingsBuilt } from "./features/settings/settings-page"
import { ShardsPage, shardsBuilt } from "./features/shards/shards-page"
import { SimulatorPage, simulatorBuilt } from "./features/simulator/simulator-page"
import { filterSearch } from "./feed/filter"
import { newQueryClient } from "./hooks/use-api"
import { LiveContext } from "./hooks/use-dashboard-stats"
import { useMe } from "./hooks/use-me"
import { Layout } from "./layout/layout"
import { NoSuchPage } from "./layout/no-such-page"
import type { Place } from "./layout/place"
import { parseSearch, stringifySearch } from "./lib/search"
import type { LiveClient } from "./live/live-client"

const places: Place[] = [
	{ to: "/", label: "Overview", letter: "o", icon: LayoutDashboard, primary: true },
	...when(eventsBuilt, { to: "/events", label: "Events", letter: "e", icon: ScrollText, primary: true }),
	...when(commandsBuilt, { to: "/commands", label: "Commands", letter: "c", icon: SquareTerminal }),
	...when(shardsBuilt, { to: "/shards", label: "Shards", letter: "s", icon: Blocks }),
	...when(apiLimitsBuilt, { to: "/api-limits", label: "Discord API", letter: "a", icon: Gauge }),
	...when(economyBuilt, { to: "/economy", label: "Economy", letter: "m", icon: Coins, primary: true }),
	...when(settingsBuilt, { to: "/settings", label: "Settings", letter: "t", icon: Settings }),
	...when(simulatorBuilt, { to: "/simulator", label: "Simulator", letter: "i", icon: FlaskConical }),
]

const withoutSimulator = places.filter(({ to }) => to !== "/simulator")

function when(built: boolean, place: Place): Place[] {
	return built ? [place] : []
}

function Frame() {
	const me = useMe()
	return (
		<Doors>
			<Layout places={me?.sim ? places : withoutSimulator}>
				<Outlet />
				<EventPanel />
			</Layout>
		</Doors>
	)
}

const rootSearch = v.object({
	/** The event whose details lie beside the page. */
	event: v.fallback(v.optional(v.string()), undefined),
	/** The trace whose details lie beside the page. */
	trace: v.fallback(v.optional(v.string()), undefined),
})

const root = createRootRoute({
	validateSearch: rootSearch,
	component: Frame,
	notFoundComponent: NoSuchPage,
})
const at = () => root

const command = createRoute({
	getParentRoute: at,
	path: "/commands/$name",
	component: () => <CommandPage name={command.useParams().name} />,
})
const account = createRoute({
	getParentRoute: at,
	path: "/economy/$guild/$user",
	validateSearch: ledgerSearch,
	component: () => <AccountPage {...account.useParams()} />,
})

const routeTree = root.addChildren([
	createRoute({ getParentRoute: at, path: "/", validateSearch: filterSearch, component: OverviewPage }),
	createRoute({ getParentRoute: at, path: "/events", validateSearch: eventsSearch, component: EventsPage }),
	createRoute({ getParentRoute: at, path: "/commands", component: CommandsPage }),
	command,
	createRoute({ getParentRoute: at, path: "/shards", component: ShardsPage }),
	createRoute({ getParentRoute: at, path: "/api-limits", component: ApiLimitsPage }),
	createRoute({ getParentRoute: at, path: "/economy", validateSearch: ledgerSearch, component: EconomyPage }),
	account,
	createRoute({ getParentRoute: at, path: "/settings", component: SettingsPage }),
	createRoute({ getParentRoute: at, path: "/simulator", component: SimulatorPage }),
	createRoute({ getParentRoute: at, path: signedInPath, component: SignedInPage }),
])

/** The pages of the dashboard. What a page shows lives in its URL. */
export function createPages(history?: RouterHistory) {
	return createRouter({
		routeTree,
		parseSearch,
		stringifySearch,
		scrollRestoration: true,
		...(history && { history }),
	})
}

declare module "@tanstack/react-router" {
	interface Register {
		router: ReturnType<typeof createPages>
	}
}

export function App({ client }: { client: LiveClient }) {
	const [queries] = useState(newQueryClient)
	const [pages] = useState(() => createPages())
	return (
		<QueryClientProvider client={queries}>
			<LiveContext value={client}>
				<RouterProvider router={pages} />
			</LiveContext>
		</QueryClientProvider>
	)
}
