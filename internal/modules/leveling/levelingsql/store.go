// Package levelingsql keeps members' experience in a database. It holds no rules but
// the one that the database has to decide: what is credited once.
package levelingsql

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/aurorabot/aurora/internal/modules/leveling"
	"github.com/aurorabot/aurora/internal/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Store is a [leveling.Store] in a database.
type Store struct{ db *storage.DB }

// Open prepares the tables in db.
func Open(ctx context.Context, db *storage.DB) (*Store, error) {
	tables, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	if err := db.Migrate(ctx, "leveling", tables); err != nil {
		return nil, err
	}
	return &Store{db: db}, nil
}

// Credit implements [leveling.Store]. The position is taken first: two processes that
// follow the same log go one after the other, and the second finds it counted.
func (s *Store) Credit(ctx context.Context, uses []leveling.Use, upTo uint64) error {
	return s.db.Write(ctx, func(tx *storage.Tx) error {
		further, err := changed(tx.Exec(`INSERT INTO leveling_counted (id, seq) VALUES (1, ?)
			ON CONFLICT (id) DO UPDATE SET seq = excluded.seq WHERE leveling_counted.seq < excluded.seq`, int64(upTo)))
		if err != nil || !further {
			return err
		}
		for _, u := range uses {
			if err := credit(tx, u); err != nil {
				return fmt.Errorf("credit the use %d: %w", u.Interaction, err)
			}
		}
		return forget(tx, uses)
	})
}

func credit(tx *storage.Tx, u leveling.Use) error {
	at := u.Time.UnixMilli()
	first, err := changed(tx.Exec("INSERT INTO leveling_uses (interaction_id, time_ms) VALUES (?, ?) ON CONFLICT DO NOTHING", u.Interaction, at))
	if err != nil || !first {
		return err
	}
	_, err = tx.Exec(`INSERT INTO leveling_members (guild_id, user_id, xp, credited_ms) VALUES (?, ?, ?, ?)
		ON CONFLICT (guild_id, user_id) DO UPDATE SET xp = leveling_members.xp + excluded.xp, credited_ms = excluded.credited_ms
		WHERE leveling_members.credited_ms <= excluded.credited_ms - ?`,
		u.Guild, u.User, u.XP, at, leveling.Cooldown.Milliseconds())
	return err
}

// remembered is for how long an interaction can be told again: Discord ends it after
// a quarter of an hour.
const remembered = 60 * 60 * 1000 // milliseconds

func forget(tx *storage.Tx, uses []leveling.Use) error {
	if len(uses) == 0 {
		return nil
	}
	_, err := tx.Exec("DELETE FROM leveling_uses WHERE time_ms < ?", uses[len(uses)-1].Time.UnixMilli()-remembered)
	return err
}

// changed reports whether a statement has changed anything.
func changed(result sql.Result, err error) (bool, error) {
	if err != nil {
		return false, err
	}
	rows, err := result.RowsAffected()
	return rows > 0, err
}

// Counted implements [leveling.Store].
func (s *Store) Counted(ctx context.Context) (upTo uint64, known bool, err error) {
	var seq int64
	err = s.db.QueryRow(ctx, "SELECT seq FROM leveling_counted").Scan(&seq)
	if errors.Is(err, sql.ErrNoRows) {
		return 0, false, nil
	}
	if err != nil {
		return 0, false, fmt.Errorf("read what is counted: %w", err)
	}
	return uint64(seq), true, nil
}
