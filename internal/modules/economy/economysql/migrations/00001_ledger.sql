-- +goose Up

-- Ids are Discord's, 64 bits stored as signed numbers. Holders 0 to 1023 are the
-- ledger's own accounts, which alone may be below zero.
CREATE TABLE economy_accounts (
	guild_id  BIGINT NOT NULL,
	holder_id BIGINT NOT NULL,
	balance   BIGINT NOT NULL,
	PRIMARY KEY (guild_id, holder_id),
	CHECK (balance BETWEEN -4611686018427387904 AND 9007199254740991),
	CHECK (balance >= 0 OR holder_id BETWEEN 0 AND 1023)
);
CREATE INDEX economy_accounts_holder ON economy_accounts (holder_id);

CREATE TABLE economy_transactions (
	key     TEXT   PRIMARY KEY,
	content TEXT   NOT NULL,
	once    TEXT   UNIQUE,
	time_ms BIGINT NOT NULL,
	posted  TEXT   NOT NULL -- the answer, in JSON
);

CREATE TABLE economy_postings (
	key         TEXT   NOT NULL REFERENCES economy_transactions,
	n           BIGINT NOT NULL,
	guild_id    BIGINT NOT NULL,
	source      BIGINT NOT NULL,
	destination BIGINT NOT NULL,
	amount      BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
	PRIMARY KEY (key, n),
	CHECK (source <> destination)
);

CREATE TABLE economy_streaks (
	guild_id  BIGINT NOT NULL,
	holder_id BIGINT NOT NULL,
	day       TEXT   NOT NULL,
	length    BIGINT NOT NULL,
	PRIMARY KEY (guild_id, holder_id)
);
