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
	body     TEXT   NOT NULL -- the event in JSON, with seq and epoch left empty
);

CREATE INDEX journal_events_type ON journal_events (type, seq);
CREATE INDEX journal_events_guild ON journal_events (guild_id, seq) WHERE guild_id IS NOT NULL;
CREATE INDEX journal_events_user ON journal_events (user_id, seq) WHERE user_id IS NOT NULL;
CREATE INDEX journal_events_trace ON journal_events (trace_id, seq) WHERE trace_id IS NOT NULL;
