import { useNavigate } from "@tanstack/react-router"
import { type FormEvent, useState } from "react"
import { SmallButton } from "../../components/small-button"
import { useLiveClient } from "../../hooks/use-dashboard-stats"
import type { Economy } from "./economy"
import { Field } from "./field"
import { distinct, idOf, knownHolders } from "./find-account"

/** Finds an account by guild and member: by ids or, where they were seen of late, by names. */
export function FindAccount({ economy }: { economy: Economy | undefined }) {
	const { store } = useLiveClient()
	const navigate = useNavigate()
	const [guild, setGuild] = useState("")
	const [member, setMember] = useState("")
	const [faults, setFaults] = useState<{ guild?: string; member?: string }>({})
	const holders = knownHolders(economy, store.state().log.events)
	const guilds = distinct(holders.map((holder) => holder.guild))
	const inGuild = idOf(guild, guilds, "guild")
	const members = distinct(
		holders.filter((holder) => "id" in inGuild && holder.guild.id === inGuild.id).map(({ user }) => user),
	)

	function find(event: FormEvent) {
		event.preventDefault()
		const user = idOf(member, members, "member")
		setFaults({
			...("fault" in inGuild && { guild: inGuild.fault }),
			...("fault" in user && { member: user.fault }),
		})
		if ("id" in inGuild && "id" in user)
			void navigate({ to: "/economy/$guild/$user", params: { guild: inGuild.id, user: user.id } })
	}

	return (
		<form noValidate onSubmit={find} aria-label="Find an account" className="grid gap-2">
			<Field
				label="Guild"
				value={guild}
				onChange={setGuild}
				placeholder="name or id"
				known={guilds}
				fault={faults.guild}
			/>
			<Field
				label="Member"
				value={member}
				onChange={setMember}
				placeholder="name or id"
				known={members}
				fault={faults.member}
			/>
			<SmallButton type="submit">Show account</SmallButton>
		</form>
	)
}
