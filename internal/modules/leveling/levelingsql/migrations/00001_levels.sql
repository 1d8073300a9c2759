-- +goose Up

-- Ids are Discord's, 64 bits stored as signed numbers.
CREATE TABLE leveling_members (
	guild_id    BIGINT NOT NULL,
	user_id     BIGINT NOT NULL,
	xp          BIGINT NOT NULL CHECK (xp >= 0),
	credited_ms BIGINT NOT NULL, -- the last time, since 1970, UTC
	PRIMARY KEY (guild_id, user_id)
);
CREATE INDEX leveling_members_rank ON leveling_members (guild_id, xp DESC, user_id);

-- The interactions of the last hour, so that none is credited twice.
CREATE TABLE leveling_uses (
	interaction_id BIGINT PRIMARY KEY,
	time_ms        BIGINT NOT NULL
);
CREATE INDEX leveling_uses_time ON leveling_uses (time_ms);

-- Up to which event the log is counted, in the one row.
CREATE TABLE leveling_counted (
	id  BIGINT PRIMARY KEY CHECK (id = 1),
	seq BIGINT NOT NULL
);
