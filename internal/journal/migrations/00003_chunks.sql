-- +goose Up

-- An event in columns, each thing stored once. The order of the columns is that in which
-- a search looks at them: SQLite reads a row from its beginning. What an event does not
-- have is 0 or empty, and only a shard, of which 0 is one, is NULL.
CREATE TABLE journal_events_in_columns (
	seq            INTEGER PRIMARY KEY,
	time_ms        BIGINT  NOT NULL, -- since 1970, UTC
	type           TEXT    NOT NULL,
	severity       TEXT    NOT NULL,
	guild_id       BIGINT  NOT NULL,
	user_id        BIGINT  NOT NULL,
	shard          BIGINT,
	trace_id       TEXT    NOT NULL,
	title          TEXT    NOT NULL,
	message        TEXT    NOT NULL,
	source         TEXT    NOT NULL,
	guild_name     TEXT    NOT NULL,
	user_name      TEXT    NOT NULL,
	command        TEXT    NOT NULL,
	interaction_id BIGINT  NOT NULL,
	duration_ms    DOUBLE PRECISION NOT NULL,
	data           TEXT    NOT NULL -- JSON
);

INSERT INTO journal_events_in_columns
SELECT seq, time_ms, type, severity, coalesce(guild_id, 0), coalesce(user_id, 0), shard, coalesce(trace_id, ''),
	body ->> 'title', coalesce(body ->> 'message', ''), body ->> 'source',
	coalesce(body -> 'guild' ->> 'name', ''), coalesce(body -> 'user' ->> 'name', ''), coalesce(body ->> 'command', ''),
	coalesce(CAST(body ->> 'interactionId' AS BIGINT), 0), coalesce(body ->> 'durationMs', 0), coalesce(body -> 'data', '')
FROM (
	SELECT seq, time_ms, type, severity, guild_id, user_id, shard, trace_id, replace(body, '\u0000', '\ufffd') AS body
	FROM journal_events
);

DROP TABLE journal_events;

ALTER TABLE journal_events_in_columns RENAME TO journal_events;

-- The chunks of consecutive events that are complete and in the index.
CREATE TABLE journal_chunks (
	chunk     INTEGER PRIMARY KEY,
	newest_ms BIGINT  NOT NULL -- the latest time of its events
);

-- Which events of a chunk may be found by a term, for all terms of one bucket: see
-- postings.go. A bucket's rows lie side by side, in the order of chunks.
CREATE TABLE journal_index (
	bucket   BIGINT NOT NULL,
	chunk    BIGINT NOT NULL,
	postings BLOB   NOT NULL,
	PRIMARY KEY (bucket, chunk)
) WITHOUT ROWID;

-- Since when the clock has been doubted, or NULL: see clock.go.
ALTER TABLE journal_head ADD COLUMN doubted_ms BIGINT;
