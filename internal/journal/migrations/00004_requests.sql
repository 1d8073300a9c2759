-- +goose Up

-- What other programs asked to have recorded under a key of their own, so that the
-- same request again is answered alike and records nothing.
CREATE TABLE journal_requests (
	owner     TEXT   NOT NULL,
	key       TEXT   NOT NULL,
	content   TEXT   NOT NULL, -- SHA-256 of the request
	first_seq BIGINT NOT NULL,
	events    BIGINT NOT NULL,
	time_ms   BIGINT NOT NULL,
	PRIMARY KEY (owner, key)
);
CREATE INDEX journal_requests_time ON journal_requests (time_ms);
