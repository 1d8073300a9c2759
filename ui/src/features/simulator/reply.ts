import * as v from "valibot"

const text = v.fallback(v.optional(v.string(), ""), "")

const embedSchema = v.object({
	title: text,
	description: text,
	color: v.fallback(v.nullable(v.optional(v.number(), 0)), null),
	fields: v.fallback(
		v.optional(
			v.array(
				v.object({
					name: text,
					value: text,
					inline: v.fallback(v.optional(v.boolean(), false), false),
				}),
			),
			[],
		),
		[],
	),
	footer: v.fallback(v.optional(v.object({ text })), undefined),
})

const buttonSchema = v.object({
	type: v.number(),
	custom_id: text,
	label: text,
	/** 1 primary, 2 secondary, 3 success, 4 danger. */
	style: v.fallback(v.optional(v.number(), 2), 2),
	disabled: v.fallback(v.optional(v.boolean(), false), false),
})

const messageSchema = v.object({
	id: v.string(),
	content: text,
	flags: v.fallback(v.optional(v.number(), 0), 0),
	embeds: v.fallback(v.array(embedSchema), []),
	components: v.fallback(v.array(v.object({ components: v.fallback(v.array(buttonSchema), []) })), []),
})

/** What a member sees after a command or a pressed button. */
export const replySchema = v.object({
	interactionId: v.string(),
	/** From the sending to the bot's first answer; null where none came. */
	ackMs: v.nullable(v.number()),
	response: v.nullable(messageSchema),
	followups: v.fallback(v.array(messageSchema), []),
})

/** Of an interaction that is delivered more than once, each delivery's. */
export const repliesSchema = v.union([v.object({ deliveries: v.array(replySchema) }), replySchema])

export type Reply = v.InferOutput<typeof replySchema>
export type Message = v.InferOutput<typeof messageSchema>
export type Embed = v.InferOutput<typeof embedSchema>
export type Button = v.InferOutput<typeof buttonSchema>

/** Whether only who has asked sees it. */
export function isPrivate({ flags }: Message): boolean {
	return (flags & (1 << 6)) !== 0
}
