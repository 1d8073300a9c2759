-- +goose Up

-- API keys. Of the secret there is only its SHA-256; times are in ms since 1970, UTC.
CREATE TABLE access_keys (
	id           TEXT   PRIMARY KEY,
	name         TEXT   NOT NULL,
	scope        TEXT   NOT NULL,
	hash         TEXT   NOT NULL UNIQUE, -- in hexadecimal digits
	created_ms   BIGINT NOT NULL,
	expires_ms   BIGINT,
	revoked_ms   BIGINT,
	last_used_ms BIGINT
);
