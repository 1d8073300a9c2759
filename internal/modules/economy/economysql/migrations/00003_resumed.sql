-- +goose Up

-- Guilds in which something works again although it is still stopped in others.
CREATE TABLE economy_resumed (
	what     TEXT   NOT NULL,
	guild_id BIGINT NOT NULL,
	PRIMARY KEY (what, guild_id)
);
