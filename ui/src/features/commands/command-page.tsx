import { PageHead } from "../../components/page-head"

/** One command: `/commands/$name`. */
export function CommandPage({ name }: { name: string }) {
	return <PageHead title={`/${name}`} />
}
