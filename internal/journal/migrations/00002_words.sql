-- +goose Up

-- What a search looks through: title and message, a to z in lower case.
ALTER TABLE journal_events ADD COLUMN words TEXT NOT NULL DEFAULT '';

UPDATE journal_events SET words = lower(body ->> 'title') || char(10) || coalesce(lower(body ->> 'message'), '');
