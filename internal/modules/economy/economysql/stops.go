package economysql

import (
	"context"
	"database/sql"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/storage"
)

// Stopped implements [economy.Store].
func (s *Store) Stopped(ctx context.Context) ([]economy.Stop, error) {
	rows, err := s.db.Query(ctx, "SELECT what, since_ms, reason FROM economy_stops ORDER BY what")
	return collect(rows, err, "read stops", func(rows *sql.Rows) (stop economy.Stop, err error) {
		var ms int64
		err = rows.Scan(&stop.What, &ms, &stop.Reason)
		stop.Since = time.UnixMilli(ms).UTC()
		return stop, err
	})
}

// Stop implements [economy.Store].
func (s *Store) Stop(ctx context.Context, stop economy.Stop, told event.Event) (bool, error) {
	return s.change(ctx, told, "INSERT INTO economy_stops (what, since_ms, reason) VALUES (?, ?, ?) ON CONFLICT DO NOTHING",
		string(stop.What), stop.Since.UnixMilli(), stop.Reason)
}

// Resume implements [economy.Store].
func (s *Store) Resume(ctx context.Context, told event.Event) (bool, error) {
	return s.change(ctx, told, "DELETE FROM economy_stops")
}

// change runs a statement and tells it where it has changed something.
func (s *Store) change(ctx context.Context, told event.Event, statement string, args ...any) (changed bool, err error) {
	err = s.write(ctx, func(tx *storage.Tx) error {
		result, err := tx.Exec(statement, args...)
		if err != nil {
			return err
		}
		rows, err := result.RowsAffected()
		if changed = rows > 0; err != nil || !changed {
			return err
		}
		e := told // a transaction that is run again tells it anew
		return s.journal.AppendTx(tx, &e)
	})
	return changed && err == nil, err
}
