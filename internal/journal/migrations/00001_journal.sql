-- +goose Up

-- One row: the epoch of this log and the number of its last event. It is the last
-- row that a transaction touches, so that numbers follow the order of commits.
CREATE TABLE journal_head (
	id    BIGINT PRIMARY KEY CHECK (id = 1),
	epoch TEXT   NOT NULL,
	seq   BIGINT NOT NULL
);

CREATE TABLE journal_events (
	seq      BIGINT PRIMARY KEY,
	time_ms  BIGINT NOT NULL, -- since 1970, UTC
	type     TEXT   NOT NULL,
	severity TEXT   NOT NULL,
	guild_id BIGINT,
	user_id  BIGINT,
	shard    BIGINT,
	trace_id TEXT,
	body     TEXT   NOT NULL -- the event in JSON, but for seq and epoch
);

CREATE INDEX journal_events_type ON journal_events (type, seq);
