-- +goose Up

-- One row: which log is counted here, the last of its events that is, and the name of
-- the last batch that was added, so that none is added twice.
CREATE TABLE history_head (
	id    BIGINT PRIMARY KEY CHECK (id = 1),
	epoch TEXT   NOT NULL,
	seq   BIGINT NOT NULL,
	batch TEXT   NOT NULL
);

-- A bucket in which nothing is known to have run has no row.
CREATE TABLE history_buckets (
	width_ms BIGINT NOT NULL,
	start_ms BIGINT NOT NULL, -- since 1970, UTC; a multiple of the width
	up_ms    BIGINT NOT NULL, -- for how long of it Aurora was running
	events   BIGINT NOT NULL,
	commands BIGINT NOT NULL,
	errors   BIGINT NOT NULL,
	latency  BYTEA, -- sketches of milliseconds; NULL where nothing was measured
	ack      BYTEA,
	PRIMARY KEY (width_ms, start_ms)
);
