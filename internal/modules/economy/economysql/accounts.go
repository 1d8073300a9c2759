package economysql

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// members tells the accounts of members from the ledger's own. Written as in the
// indexes that leave one or the other out.
const (
	members = "holder_id NOT BETWEEN 0 AND 1023"
	system  = "holder_id BETWEEN 0 AND 1023"
)

// Holding implements [economy.Store].
func (s *Store) Holding(ctx context.Context, a economy.Account) (h economy.Holding, err error) {
	err = s.db.QueryRow(ctx, `SELECT a.balance, a.name, coalesce(s.day, ''), coalesce(s.length, 0) FROM economy_accounts a
		LEFT JOIN economy_streaks s ON s.guild_id = a.guild_id AND s.holder_id = a.holder_id
		WHERE a.guild_id = ? AND a.holder_id = ?`, a.Guild, a.Holder).
		Scan(&h.Coins, &h.Name, &h.Streak.Day, &h.Streak.Length)
	h.Opened = err == nil
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return economy.Holding{}, fmt.Errorf("read account: %w", err)
	}
	return h, nil
}

// Leaderboard implements [economy.Store].
func (s *Store) Leaderboard(ctx context.Context, guild snowflake.ID, skip, limit int) ([]economy.Holder, error) {
	rows, err := s.db.Query(ctx, "SELECT holder_id, name, balance FROM economy_accounts WHERE guild_id = ? AND "+members+`
		ORDER BY balance DESC, holder_id LIMIT ? OFFSET ?`, guild, limit, skip)
	return collect(rows, err, "read leaderboard", func(rows *sql.Rows) (h economy.Holder, err error) {
		return h, rows.Scan(&h.ID, &h.Name, &h.Coins)
	})
}

// Place implements [economy.Store].
func (s *Store) Place(ctx context.Context, a economy.Account) (place int, err error) {
	err = s.db.QueryRow(ctx, `SELECT 1
		+ (SELECT count(*) FROM economy_accounts WHERE guild_id = a.guild_id AND `+members+` AND balance > a.balance)
		+ (SELECT count(*) FROM economy_accounts WHERE guild_id = a.guild_id AND `+members+` AND balance = a.balance AND holder_id < a.holder_id)
		FROM economy_accounts a WHERE a.guild_id = ? AND a.holder_id = ? AND a.`+members, a.Guild, a.Holder).Scan(&place)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("read place: %w", err)
	}
	return place, nil
}

// Totals implements [economy.Store]. The members' coins are what is missing from the
// ledger's own accounts, which are few.
func (s *Store) Totals(ctx context.Context, guild snowflake.ID) (totals economy.Totals, err error) {
	where, args := "", []any{}
	if guild != 0 {
		where, args = "guild_id = ? AND ", []any{guild, guild}
	}
	err = s.db.QueryRow(ctx, `SELECT (SELECT count(*) FROM economy_accounts WHERE `+where+members+`),
		(SELECT CAST(coalesce(-sum(balance), 0) AS BIGINT) FROM economy_accounts WHERE `+where+system+`)`, args...).
		Scan(&totals.Accounts, &totals.Supply)
	if err != nil {
		return economy.Totals{}, fmt.Errorf("ledger totals: %w", err)
	}
	return totals, nil
}

// Balances implements [economy.Store]. One statement reads the balances and the
// number of the last entry, so that they belong together.
func (s *Store) Balances(ctx context.Context, after economy.Account, limit int) (page economy.BalancesPage, err error) {
	where, args := "", []any{limit}
	if after != (economy.Account{}) { // which is not the least: ids with the highest bit are stored below zero
		where, args = "WHERE (guild_id, holder_id) > (?, ?)", []any{after.Guild, after.Holder, limit}
	}
	rows, err := s.db.Query(ctx, `SELECT head.seq, a.guild_id, a.holder_id, a.balance
		FROM (SELECT coalesce(max(seq), 0) AS seq FROM economy_entries) AS head
		LEFT JOIN (SELECT guild_id, holder_id, balance FROM economy_accounts `+where+`
			ORDER BY guild_id, holder_id LIMIT ?) AS a ON 1 = 1
		ORDER BY a.guild_id, a.holder_id`, args...)
	_, err = collect(rows, err, "read balances", func(rows *sql.Rows) (struct{}, error) {
		var guild, holder, balance sql.NullInt64
		err := rows.Scan(&page.Seq, &guild, &holder, &balance)
		if guild.Valid { // where there is no account, there is one row with the number alone
			account := economy.Account{Guild: snowflake.ID(guild.Int64), Holder: snowflake.ID(holder.Int64)}
			page.Balances = append(page.Balances, economy.Balance{Account: account, Coins: balance.Int64})
		}
		return struct{}{}, err
	})
	return page, err
}
