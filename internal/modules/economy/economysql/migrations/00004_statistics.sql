-- +goose Up

-- How many entries the sums hold: to count all of them anew takes ever longer.
ALTER TABLE economy_summed ADD COLUMN entries BIGINT NOT NULL DEFAULT 0;
UPDATE economy_summed SET entries = (SELECT count(*) FROM economy_entries WHERE seq <= economy_summed.seq);

-- In which hour (since 1970, UTC) a member's coins were moved last, for those of whom
-- that is of late. It is kept with the sums, and holds the entries that they hold.
CREATE TABLE economy_active (
	guild_id  BIGINT NOT NULL,
	holder_id BIGINT NOT NULL,
	hour      BIGINT NOT NULL,
	PRIMARY KEY (guild_id, holder_id)
);
INSERT INTO economy_active (guild_id, holder_id, hour)
SELECT guild_id, holder_id, max(time_ms / 3600000) FROM (
	SELECT seq, time_ms, guild_id, source AS holder_id FROM economy_entries
	UNION ALL SELECT seq, time_ms, guild_id, destination FROM economy_entries
) AS sides
WHERE seq <= (SELECT seq FROM economy_summed) AND time_ms >= (SELECT max(time_ms) FROM economy_entries) - 172800000
	AND holder_id NOT BETWEEN 0 AND 1023
GROUP BY guild_id, holder_id;
CREATE INDEX economy_active_hour ON economy_active (hour);

-- The largest payments of an hour, and the longest streaks up to a day.
CREATE INDEX economy_entries_largest ON economy_entries ((time_ms / 3600000), amount DESC, seq DESC, n) WHERE kind = 'transfer';
CREATE INDEX economy_streaks_longest ON economy_streaks (day, guild_id, length DESC, holder_id);
