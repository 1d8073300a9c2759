-- +goose Up

-- One row for each movement of coins, which is also the record that its key was
-- used. It is written once and never changed. seq is the number of the event that
-- tells it, and so follows the order of commits; what was moved before this was
-- written down has numbers up to 0. A transaction's first row (n = 0) has its once,
-- what it reverses, and the streak that it has set.
CREATE TABLE economy_entries (
	seq               BIGINT NOT NULL,
	n                 BIGINT NOT NULL,
	key               TEXT   NOT NULL,
	content           TEXT   NOT NULL,
	once              TEXT,
	kind              TEXT   NOT NULL,
	time_ms           BIGINT NOT NULL, -- since 1970, UTC
	guild_id          BIGINT NOT NULL,
	source            BIGINT NOT NULL,
	destination       BIGINT NOT NULL,
	amount            BIGINT NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
	source_after      BIGINT NOT NULL,
	destination_after BIGINT NOT NULL,
	actor             BIGINT NOT NULL, -- or 0
	reason            TEXT   NOT NULL, -- or ''
	reverses          TEXT,
	streak_day        TEXT   NOT NULL, -- or ''
	streak_length     BIGINT NOT NULL, -- or 0
	PRIMARY KEY (seq, n),
	CHECK (source <> destination)
) WITHOUT ROWID;

INSERT INTO economy_entries
WITH moved AS (
	SELECT dense_rank() OVER (ORDER BY t.time_ms, t.key) - (SELECT count(*) FROM economy_transactions) AS seq, p.n,
		t.key, t.content, t.once, t.time_ms, p.guild_id, p.source, p.destination, p.amount, t.posted AS answer
	FROM economy_postings p JOIN economy_transactions t ON t.key = p.key
), changes AS (
	SELECT seq, n, guild_id, source AS holder, -amount AS change FROM moved
	UNION ALL SELECT seq, n, guild_id, destination, amount FROM moved
), balances AS (
	SELECT seq, n, holder, sum(change) OVER (PARTITION BY guild_id, holder ORDER BY seq, n) AS after FROM changes
)
SELECT m.seq, m.n, m.key, m.content, CASE WHEN m.n = 0 THEN m.once END,
	CASE WHEN m.content LIKE 'daily %' THEN 'daily' ELSE 'transfer' END, m.time_ms,
	m.guild_id, m.source, m.destination, m.amount, s.after, d.after, 0, '', NULL,
	CASE WHEN m.n = 0 THEN m.answer ->> '$.streak.day' ELSE '' END, CASE WHEN m.n = 0 THEN m.answer ->> '$.streak.length' ELSE 0 END
FROM moved m
	JOIN balances s ON s.seq = m.seq AND s.n = m.n AND s.holder = m.source
	JOIN balances d ON d.seq = m.seq AND d.n = m.n AND d.holder = m.destination;

DROP TABLE economy_postings;
DROP TABLE economy_transactions;

CREATE UNIQUE INDEX economy_entries_key ON economy_entries (key, n);
CREATE UNIQUE INDEX economy_entries_once ON economy_entries (once) WHERE once IS NOT NULL;
CREATE UNIQUE INDEX economy_entries_reverses ON economy_entries (reverses) WHERE reverses IS NOT NULL;
CREATE INDEX economy_entries_source ON economy_entries (guild_id, source, seq, n);
CREATE INDEX economy_entries_destination ON economy_entries (guild_id, destination, seq, n);

-- +goose StatementBegin
CREATE TRIGGER economy_entries_unchanged BEFORE UPDATE ON economy_entries
BEGIN SELECT raise(ABORT, 'an entry of the ledger never changes'); END;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE TRIGGER economy_entries_kept BEFORE DELETE ON economy_entries
BEGIN SELECT raise(ABORT, 'an entry of the ledger is never removed'); END;
-- +goose StatementEnd

-- Accounts get the name of their holder as last seen, and the ledger's own ones room
-- on both sides of zero.
ALTER TABLE economy_accounts RENAME TO economy_accounts_before;
DROP INDEX economy_accounts_holder;
CREATE TABLE economy_accounts (
	guild_id  BIGINT NOT NULL,
	holder_id BIGINT NOT NULL,
	balance   BIGINT NOT NULL,
	name      TEXT   NOT NULL, -- or ''
	PRIMARY KEY (guild_id, holder_id),
	CHECK (CASE WHEN holder_id BETWEEN 0 AND 1023
		THEN balance BETWEEN -4611686018427387904 AND 4611686018427387904
		ELSE balance BETWEEN 0 AND 9007199254740991 END)
) WITHOUT ROWID;
INSERT INTO economy_accounts (guild_id, holder_id, balance, name) SELECT guild_id, holder_id, balance, '' FROM economy_accounts_before;
DROP TABLE economy_accounts_before;

CREATE INDEX economy_accounts_system ON economy_accounts (holder_id) WHERE holder_id BETWEEN 0 AND 1023;
CREATE INDEX economy_accounts_rank ON economy_accounts (guild_id, balance DESC, holder_id) WHERE holder_id NOT BETWEEN 0 AND 1023;

-- Sums of the entries by hour: of each guild and, as guild 0, of all. They hold the
-- entries up to seq of the one row of economy_summed.
CREATE TABLE economy_flows (
	guild_id BIGINT NOT NULL,
	hour     BIGINT NOT NULL, -- since 1970, UTC
	kind     TEXT   NOT NULL,
	count    BIGINT NOT NULL,
	moved    BIGINT NOT NULL,
	issued   BIGINT NOT NULL,
	burned   BIGINT NOT NULL,
	largest  BIGINT NOT NULL,
	PRIMARY KEY (guild_id, hour, kind)
);
CREATE INDEX economy_flows_hour ON economy_flows (hour);
CREATE TABLE economy_summed (
	id  BIGINT PRIMARY KEY CHECK (id = 1),
	seq BIGINT NOT NULL
);
INSERT INTO economy_summed (id, seq) VALUES (1, -9223372036854775807);

-- What a guild has chosen, each time anew: the last version holds.
CREATE TABLE economy_configs (
	guild_id BIGINT NOT NULL,
	version  BIGINT NOT NULL,
	key      TEXT   NOT NULL UNIQUE,
	content  TEXT   NOT NULL,
	time_ms  BIGINT NOT NULL,
	actor    BIGINT NOT NULL,
	base     BIGINT NOT NULL,
	step     BIGINT NOT NULL,
	cap      BIGINT NOT NULL,
	zone     TEXT   NOT NULL,
	currency TEXT   NOT NULL,
	symbol   TEXT   NOT NULL,
	PRIMARY KEY (guild_id, version)
);

-- What does not work until somebody resumes it.
CREATE TABLE economy_stops (
	what     TEXT   PRIMARY KEY,
	since_ms BIGINT NOT NULL,
	reason   TEXT   NOT NULL
);
