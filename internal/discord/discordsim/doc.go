// Package discordsim is a Discord in one process: gateway and REST, version 10, and OAuth2, with guilds
// whose members use the bot's commands. The demo and the tests let the real bot log in to it; nothing
// leaves the machine. What happens in it is steered over HTTP, under /sim/: what members do, how slow
// the network is, and what goes wrong.
//
// It is written from Discord's documents and never from a client library, so that a misunderstanding
// in such a library shows itself here instead of meeting its twin. Whatever the bot does against the
// rules is refused as Discord refuses it and is noted as a violation. Package simtest holds what it says
// against Discord's OpenAPI document and types, and e2e/discordjs lets discord.js log in to it.
//
// It is no Discord for people: no messages but those an interaction makes, no voice, no permissions.
// Where Discord's documents are silent the choice made here is marked "ours". That a bot is content
// with this package proves nothing about the real Discord's load, outages or undocumented habits.
package discordsim
