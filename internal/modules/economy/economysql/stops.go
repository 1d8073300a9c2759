package economysql

import (
	"context"
	"database/sql"
	"slices"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
)

// Stopped implements [economy.Store].
func (s *Store) Stopped(ctx context.Context) ([]economy.Stop, error) {
	// One statement, so that the answer is of one moment.
	rows, err := s.db.Query(ctx, `SELECT s.what, s.since_ms, s.reason, r.guild_id FROM economy_stops s
		LEFT JOIN economy_resumed r ON r.what = s.what ORDER BY s.what`)
	lines, err := collect(rows, err, "read stops", func(rows *sql.Rows) (l stopped, err error) {
		return l, rows.Scan(&l.what, &l.ms, &l.reason, &l.except)
	})
	if err != nil {
		return nil, err
	}
	var stops []economy.Stop
	for _, l := range lines {
		stops = l.addTo(stops)
	}
	for n := range stops {
		slices.Sort(stops[n].Except) // the database has them as signed numbers
	}
	return stops, nil
}

// stopped is a stop, and one of the guilds in which it is none.
type stopped struct {
	what   economy.Stoppable
	ms     int64
	reason string
	except sql.NullInt64
}

func (l stopped) addTo(stops []economy.Stop) []economy.Stop {
	if last := len(stops) - 1; last < 0 || stops[last].What != l.what {
		stops = append(stops, economy.Stop{What: l.what, Since: time.UnixMilli(l.ms).UTC(), Reason: l.reason})
	}
	if stop := &stops[len(stops)-1]; l.except.Valid {
		stop.Except = append(stop.Except, snowflake.ID(l.except.Int64))
	}
	return stops
}

// Stop implements [economy.Store].
func (s *Store) Stop(ctx context.Context, stop economy.Stop, told event.Event) (bool, error) {
	return s.change(ctx, told, func(tx *storage.Tx) (int64, error) {
		again, err := changed(tx, "DELETE FROM economy_resumed WHERE what = ?", string(stop.What))
		if err != nil {
			return 0, err
		}
		anew, err := changed(tx, "INSERT INTO economy_stops (what, since_ms, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
			string(stop.What), stop.Since.UnixMilli(), stop.Reason)
		return again + anew, err
	})
}

// ResumeIn implements [economy.Store].
func (s *Store) ResumeIn(ctx context.Context, guild snowflake.ID, what economy.Stoppable, told event.Event) (bool, error) {
	return s.change(ctx, told, func(tx *storage.Tx) (int64, error) {
		return changed(tx, "INSERT INTO economy_resumed (what, guild_id) SELECT what, ? FROM economy_stops WHERE what = ? ON CONFLICT DO NOTHING",
			guild, string(what))
	})
}

// Resume implements [economy.Store].
func (s *Store) Resume(ctx context.Context, told event.Event) (bool, error) {
	return s.change(ctx, told, func(tx *storage.Tx) (int64, error) {
		if _, err := tx.Exec("DELETE FROM economy_resumed"); err != nil {
			return 0, err
		}
		return changed(tx, "DELETE FROM economy_stops")
	})
}

// changed runs a statement and returns how many rows it has changed.
func changed(tx *storage.Tx, statement string, args ...any) (int64, error) {
	result, err := tx.Exec(statement, args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// change runs do and tells it where it has changed rows.
func (s *Store) change(ctx context.Context, told event.Event, do func(*storage.Tx) (int64, error)) (changed bool, err error) {
	err = s.write(ctx, func(tx *storage.Tx) error {
		rows, err := do(tx)
		if changed = rows > 0; err != nil || !changed {
			return err
		}
		e := told // a transaction that is run again tells it anew
		return s.journal.AppendTx(tx, &e)
	})
	return changed && err == nil, err
}
