-- +goose Up

-- How many of the commands have failed. NULL: they were not counted apart.
ALTER TABLE history_buckets ADD COLUMN failed BIGINT;
