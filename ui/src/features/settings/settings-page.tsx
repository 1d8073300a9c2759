import { PageHead } from "../../components/page-head"

/** Whether the page is worth a visit: until then nothing links to it. */
export const settingsBuilt: boolean = false

export function SettingsPage() {
	return <PageHead title="Settings" />
}
