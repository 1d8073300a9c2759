-- +goose Up

-- Who may sign in. Ids of Discord are kept bit for bit in signed columns; times are in ms
-- since 1970, UTC.
CREATE TABLE access_accounts (
	user_id  BIGINT PRIMARY KEY,
	name     TEXT   NOT NULL, -- as of the last login
	role     TEXT   NOT NULL,
	added_ms BIGINT NOT NULL,
	added_by TEXT   NOT NULL
);

-- Browsers that are signed in. Of a session's token there is only its SHA-256.
CREATE TABLE access_sessions (
	id         TEXT   PRIMARY KEY,
	hash       TEXT   NOT NULL UNIQUE, -- in hexadecimal digits
	user_id    BIGINT NOT NULL,
	created_ms BIGINT NOT NULL,
	seen_ms    BIGINT NOT NULL,
	expires_ms BIGINT NOT NULL,
	address    TEXT   NOT NULL,
	agent      TEXT   NOT NULL
);
CREATE INDEX access_sessions_user ON access_sessions (user_id);

-- What could be used once and was, until it is no longer good in any case.
CREATE TABLE access_spent (
	hash     TEXT   PRIMARY KEY,
	until_ms BIGINT NOT NULL
);

-- One row, which every change of keys, accounts and sessions counts up: all processes
-- look at it each second.
CREATE TABLE access_version (
	id      BIGINT PRIMARY KEY,
	version BIGINT NOT NULL
);
