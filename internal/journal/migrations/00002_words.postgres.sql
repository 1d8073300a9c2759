-- +goose Up

-- What a search looks through: title and message, a to z in lower case. There are no
-- events yet that have none.
ALTER TABLE journal_events ADD COLUMN words TEXT NOT NULL DEFAULT '';

-- Types are compared by their bytes, whatever the database's own order is: those with
-- one beginning are a range.
ALTER TABLE journal_events ALTER COLUMN type TYPE TEXT COLLATE "C";
