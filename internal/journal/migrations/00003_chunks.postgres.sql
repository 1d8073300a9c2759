-- +goose Up

-- An event in columns, each thing stored once. What an event does not have is 0 or empty,
-- and only a shard, of which 0 is one, is NULL. Texts that are searched are compared by
-- their bytes, and lower() changes A to Z in them and nothing else, as on SQLite.
CREATE TABLE journal_events_in_columns (
	seq            BIGINT PRIMARY KEY,
	time_ms        BIGINT NOT NULL, -- since 1970, UTC
	type           TEXT COLLATE "C" NOT NULL,
	severity       TEXT COLLATE "C" NOT NULL,
	guild_id       BIGINT NOT NULL,
	user_id        BIGINT NOT NULL,
	shard          BIGINT,
	trace_id       TEXT COLLATE "C" NOT NULL,
	title          TEXT COLLATE "C" NOT NULL,
	message        TEXT COLLATE "C" NOT NULL,
	source         TEXT NOT NULL,
	guild_name     TEXT NOT NULL,
	user_name      TEXT NOT NULL,
	command        TEXT NOT NULL,
	interaction_id BIGINT NOT NULL,
	duration_ms    DOUBLE PRECISION NOT NULL,
	data           TEXT NOT NULL -- JSON
);

-- PostgreSQL reads no JSON with an escaped NUL or half of a surrogate pair in it.
INSERT INTO journal_events_in_columns
SELECT seq, time_ms, type, severity, coalesce(guild_id, 0), coalesce(user_id, 0), shard, coalesce(trace_id, ''),
	body ->> 'title', coalesce(body ->> 'message', ''), body ->> 'source',
	coalesce(body -> 'guild' ->> 'name', ''), coalesce(body -> 'user' ->> 'name', ''), coalesce(body ->> 'command', ''),
	coalesce((body ->> 'interactionId')::BIGINT, 0), coalesce((body ->> 'durationMs')::DOUBLE PRECISION, 0), coalesce((body -> 'data')::TEXT, '')
FROM (
	SELECT seq, time_ms, type, severity, guild_id, user_id, shard, trace_id,
		regexp_replace(body, '\\u(0000|[dD][89a-fA-F][0-9a-fA-F]{2})', '\\ufffd', 'g')::json AS body
	FROM journal_events
) AS old;

DROP TABLE journal_events;

ALTER TABLE journal_events_in_columns RENAME TO journal_events;

-- The chunks of consecutive events that are complete and in the index.
CREATE TABLE journal_chunks (
	chunk     BIGINT PRIMARY KEY,
	newest_ms BIGINT NOT NULL -- the latest time of its events
);

-- Which events of a chunk may be found by a term, for all terms of one bucket: see
-- postings.go.
CREATE TABLE journal_index (
	bucket   BIGINT NOT NULL,
	chunk    BIGINT NOT NULL,
	postings BYTEA  NOT NULL,
	PRIMARY KEY (bucket, chunk)
);

-- Since when the clock has been doubted, or NULL: see clock.go.
ALTER TABLE journal_head ADD COLUMN doubted_ms BIGINT;
