package economysql

import (
	"database/sql"
	"errors"
	"fmt"

	"github.com/aurorabot/aurora/internal/modules/economy"
	"github.com/aurorabot/aurora/internal/storage"
)

// book is the [economy.Book] of one transaction. What it reads it locks, by a change
// that changes nothing: the same statement on both databases, and it locks also where
// there was no row before.
type book struct {
	tx  *storage.Tx
	set economy.Streak
}

func (b *book) Balance(a economy.Account) (coins int64, err error) {
	err = b.tx.QueryRow(`INSERT INTO economy_accounts (guild_id, holder_id, balance) VALUES (?, ?, 0)
		ON CONFLICT (guild_id, holder_id) DO UPDATE SET balance = economy_accounts.balance RETURNING balance`,
		[]any{a.Guild, a.Holder}, &coins)
	if err != nil {
		return 0, fmt.Errorf("read balance: %w", err)
	}
	return coins, nil
}

func (b *book) Streak(a economy.Account) (streak economy.Streak, err error) {
	err = b.tx.QueryRow(`INSERT INTO economy_streaks (guild_id, holder_id, day, length) VALUES (?, ?, '', 0)
		ON CONFLICT (guild_id, holder_id) DO UPDATE SET length = economy_streaks.length RETURNING day, length`,
		[]any{a.Guild, a.Holder}, &streak.Day, &streak.Length)
	if err != nil {
		return economy.Streak{}, fmt.Errorf("read streak: %w", err)
	}
	return streak, nil
}

func (b *book) SetStreak(a economy.Account, streak economy.Streak) error {
	_, err := b.tx.Exec(`INSERT INTO economy_streaks (guild_id, holder_id, day, length) VALUES (?, ?, ?, ?)
		ON CONFLICT (guild_id, holder_id) DO UPDATE SET day = excluded.day, length = excluded.length`,
		a.Guild, a.Holder, streak.Day, streak.Length)
	if err != nil {
		return fmt.Errorf("set streak: %w", err)
	}
	b.set = streak
	return nil
}

// add changes a balance where the result stays in bounds, which the database
// decides, and returns the result.
func (b *book) add(change economy.Balance) (economy.Balance, error) {
	a := change.Account
	if _, err := b.tx.Exec("INSERT INTO economy_accounts (guild_id, holder_id, balance) VALUES (?, ?, 0) ON CONFLICT DO NOTHING", a.Guild, a.Holder); err != nil {
		return economy.Balance{}, fmt.Errorf("open account: %w", err)
	}
	after := economy.Balance{Account: a}
	err := b.tx.QueryRow(`UPDATE economy_accounts SET balance = balance + ?
		WHERE guild_id = ? AND holder_id = ? AND (holder_id BETWEEN 0 AND 1023 OR balance + ? BETWEEN 0 AND ?) RETURNING balance`,
		[]any{change.Coins, a.Guild, a.Holder, change.Coins, int64(economy.MaxBalance)}, &after.Coins)
	switch {
	case errors.Is(err, sql.ErrNoRows) && change.Coins < 0:
		return after, economy.ErrInsufficientFunds
	case errors.Is(err, sql.ErrNoRows):
		return after, economy.ErrBalanceLimit
	case err != nil:
		return after, fmt.Errorf("change balance: %w", err)
	}
	return after, nil
}
