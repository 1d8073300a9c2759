package economysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
	"github.com/aurorabot/aurora/internal/storage"
)

// latest reads the rules that hold in a guild.
const latest = `SELECT version, base, step, cap, zone, currency, symbol FROM economy_configs
	WHERE guild_id = ? ORDER BY version DESC LIMIT 1`

// Config implements [economy.Store].
func (s *Store) Config(ctx context.Context, guild snowflake.ID) (economy.Config, error) {
	var version int64
	var c economy.Config
	err := s.db.QueryRow(ctx, latest, guild).Scan(configFields(&version, &c)...)
	if errors.Is(err, sql.ErrNoRows) {
		return economy.DefaultConfig, nil
	}
	if err != nil {
		return c, fmt.Errorf("read rules: %w", err)
	}
	return c, nil
}

func configFields(version *int64, c *economy.Config) []any {
	return []any{version, &c.Base, &c.Step, &c.Cap, &c.Zone, &c.Name, &c.Symbol}
}

// Configure implements [economy.Store]. Versions are counted, so that of two changes
// at once one is the next and the other starts again from there.
func (s *Store) Configure(ctx context.Context, r economy.Reconfiguration) (before, after economy.Config, err error) {
	for {
		err = s.write(ctx, func(tx *storage.Tx) (err error) {
			before, after, err = s.reconfigure(tx, r)
			return err
		})
		if err == nil || errors.Is(err, economy.ErrOutcomeUnknown) || errors.Is(err, economy.ErrNoSpace) || ctx.Err() != nil {
			return before, after, err
		}
		b, a, known, recallErr := s.recallConfig(ctx, r)
		if known || recallErr != nil {
			return b, a, recallErr
		}
		if !errors.Is(err, errTaken) {
			return before, after, err
		}
	}
}

func (s *Store) reconfigure(tx *storage.Tx, r economy.Reconfiguration) (before, after economy.Config, err error) {
	var version int64
	err = tx.QueryRow(latest, []any{r.Guild}, configFields(&version, &before)...)
	if errors.Is(err, sql.ErrNoRows) {
		before, err = economy.DefaultConfig, nil
	}
	if err != nil {
		return before, after, fmt.Errorf("read rules: %w", err)
	}
	if after, err = r.Change(before); err != nil {
		return before, after, err
	}
	result, err := tx.Exec(`INSERT INTO economy_configs (guild_id, version, key, content, time_ms, actor, base, step, cap, zone, currency, symbol)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
		r.Guild, version+1, r.Key, r.Content, time.Now().UnixMilli(), r.Actor, after.Base, after.Step, after.Cap, after.Zone, after.Name, after.Symbol)
	if err != nil {
		return before, after, fmt.Errorf("write rules: %w", err)
	}
	if rows, err := result.RowsAffected(); err != nil || rows == 0 {
		return before, after, errors.Join(err, errTaken)
	}
	e := r.Event(before, after)
	return before, after, s.journal.AppendTx(tx, &e)
}

// recallConfig finds the answer to a change whose key is known.
func (s *Store) recallConfig(ctx context.Context, r economy.Reconfiguration) (before, after economy.Config, known bool, err error) {
	var content string
	var version int64
	err = s.db.QueryRow(ctx, "SELECT content, version FROM economy_configs WHERE key = ?", r.Key).Scan(&content, &version)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return before, after, false, nil
	case err != nil:
		return before, after, false, fmt.Errorf("recall %s: %w", r.Key, err)
	case content != r.Content:
		return before, after, true, economy.ErrKeyReused
	}
	if after, err = s.version(ctx, r.Guild, version); err == nil {
		before, err = s.version(ctx, r.Guild, version-1)
	}
	return before, after, true, err
}

// version reads rules that once held in a guild; the first ones have the number 0.
func (s *Store) version(ctx context.Context, guild snowflake.ID, version int64) (c economy.Config, err error) {
	if version == 0 {
		return economy.DefaultConfig, nil
	}
	err = s.db.QueryRow(ctx, `SELECT version, base, step, cap, zone, currency, symbol FROM economy_configs
		WHERE guild_id = ? AND version = ?`, guild, version).Scan(configFields(&version, &c)...)
	return c, err
}
