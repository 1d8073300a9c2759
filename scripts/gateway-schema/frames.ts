import type * as v10 from "discord-api-types/v10"

// All interactions here are of guilds.
type Interaction<Data> = {
	op: v10.GatewayOpcodes.Dispatch
	t: v10.GatewayDispatchEvents.InteractionCreate
	s: number
	d: Data & { guild_id: v10.Snowflake; member: v10.APIInteractionGuildMember }
}

/**
 * The frames that the simulated Discord sends, by the name of their event or opcode. Interactions have a type for each kind, because a
 * union of all is slow to validate.
 */
export interface Frames {
	HELLO: v10.GatewayHello
	HEARTBEAT: v10.GatewayHeartbeatRequest
	HEARTBEAT_ACK: v10.GatewayHeartbeatAck
	RECONNECT: v10.GatewayReconnect
	INVALID_SESSION: v10.GatewayInvalidSession
	READY: v10.GatewayReadyDispatch
	RESUMED: v10.GatewayResumedDispatch
	GUILD_CREATE: v10.GatewayGuildCreateDispatch
	GUILD_DELETE: v10.GatewayGuildDeleteDispatch
	GUILD_MEMBERS_CHUNK: v10.GatewayGuildMembersChunkDispatch
	INTERACTION_CREATE_2: Interaction<v10.APIChatInputApplicationCommandInteraction>
	INTERACTION_CREATE_3: Interaction<v10.APIMessageComponentInteraction>
	INTERACTION_CREATE_4: Interaction<v10.APIApplicationCommandAutocompleteInteraction>
	INTERACTION_CREATE_5: Interaction<v10.APIModalSubmitInteraction>
	SOUNDBOARD_SOUNDS: v10.GatewaySoundboardSoundsDispatch
}
