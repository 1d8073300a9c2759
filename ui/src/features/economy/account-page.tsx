import { PageHead } from "../../components/page-head"

/** One member's account in a guild: `/economy/$guild/$user`. */
export function AccountPage({ guild, user }: { guild: string; user: string }) {
	return <PageHead title={`Account ${user} in ${guild}`} />
}
