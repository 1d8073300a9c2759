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
	err = b.tx.QueryRow(`INSERT INTO economy_accounts (guild_id, holder_id, balance, name) VALUES (?, ?, 0, '')
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

// add changes a balance where the result stays in bounds, which the database decides,
// and returns the result. A name is kept with the account.
func (b *book) add(change economy.Balance, name string) (after int64, err error) {
	outOfBounds := economy.ErrBalanceLimit
	if change.Coins < 0 && !change.System() { // an account that was never opened has nothing to take
		after, err = b.take(change, name)
		outOfBounds = economy.ErrInsufficientFunds
	} else {
		after, err = b.give(change, name)
	}
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return 0, outOfBounds
	case err != nil:
		return 0, fmt.Errorf("change balance: %w", err)
	}
	return after, nil
}

func (b *book) take(change economy.Balance, name string) (after int64, err error) {
	err = b.tx.QueryRow(`UPDATE economy_accounts SET balance = balance + ?, name = CASE WHEN ? = '' THEN name ELSE ? END
		WHERE guild_id = ? AND holder_id = ? AND balance >= ? RETURNING balance`,
		[]any{change.Coins, name, name, change.Guild, change.Holder, -change.Coins}, &after)
	return after, err
}

func (b *book) give(change economy.Balance, name string) (after int64, err error) {
	least, most := change.Bounds()
	err = b.tx.QueryRow(`INSERT INTO economy_accounts (guild_id, holder_id, balance, name) VALUES (?, ?, ?, ?)
		ON CONFLICT (guild_id, holder_id) DO UPDATE SET balance = economy_accounts.balance + excluded.balance,
			name = CASE WHEN excluded.name = '' THEN economy_accounts.name ELSE excluded.name END
		WHERE economy_accounts.balance + excluded.balance BETWEEN ? AND ? RETURNING balance`,
		[]any{change.Guild, change.Holder, change.Coins, name, least, most}, &after)
	return after, err
}
