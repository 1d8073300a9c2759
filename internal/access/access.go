// Package access knows who may do what with the dashboard: people who sign in, by the
// list of accounts and their sessions, and other programs, by API keys.
//
// It keeps no secret, only hashes ([Store]), and knows nothing of HTTP or of Discord:
// package web asks it before every request, after Discord has said who somebody is.
package access

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"time"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Errors to tell apart.
var (
	ErrNoKey     = errors.New("access: there is no such key")
	ErrNoAccount = errors.New("access: the account is not on the access list")
	ErrNoSession = errors.New("access: there is no such session")
	ErrSpent     = errors.New("access: it was used already")
	ErrNoRights  = errors.New("access: who asks for it may not, or no longer")
	ErrLastAdmin = errors.New("access: nobody who may sign in would be an admin")
)

// Actor is who changes something. Who came in by a session or a key must have it still when
// the change is made, and leave an admin on the list; who has neither is at the machine
// itself and may do everything.
type Actor struct {
	User    snowflake.ID // 0 where it is no account
	Name    string       // in events: of the account or the key, or such as "command line"
	Session string       // its id, or ""
	Key     string       // its id, or ""
}

// Store keeps what the service decides by. It may be used from several goroutines and by
// several processes. Every change also changes the version, in the same transaction as
// the event that tells it; the uses that Touch notes do not. Changes by an actor return
// ErrNoRights where the actor may not make them in the moment of the transaction.
type Store interface {
	// Version changes whenever keys, accounts or sessions do.
	Version(ctx context.Context) (int64, error)
	// Load reads everything that may still let somebody in. What it returns is of its
	// version or newer, never older.
	Load(ctx context.Context) (Records, error)
	// Touch notes when keys and sessions were last used.
	Touch(ctx context.Context, uses []Use) error

	AddKey(ctx context.Context, by Actor, k Key, hash []byte, told event.Event) error
	// RevokeKey returns ErrNoKey where there is none; a key that is revoked already
	// stays as it is, and nothing is told.
	RevokeKey(ctx context.Context, by Actor, id string, at time.Time, told func(Key) event.Event) (Key, error)
	// Keys lists all keys, the newest first.
	Keys(ctx context.Context) ([]Key, error)

	// PutAccount adds an account or changes its role, which ends its sessions. Where it
	// has that role already it stays as it is, and nothing is told. ErrLastAdmin where an
	// actor from elsewhere would leave no admin on the list.
	PutAccount(ctx context.Context, by Actor, a Account, told func(before Account) event.Event) (Account, error)
	// RemoveAccount ends the account's sessions, too; ErrNoAccount where there is none, and
	// ErrLastAdmin likewise.
	RemoveAccount(ctx context.Context, by Actor, user snowflake.ID, told func(Account) event.Event) error
	// Accounts lists all accounts, the oldest first.
	Accounts(ctx context.Context) ([]Account, error)

	// AddSession returns ErrNoAccount where the user is not on the list. It notes the
	// user's name, ends the session of the hash replaced, if there is one, and forgets
	// those that are over.
	AddSession(ctx context.Context, s Session, hash, replaced []byte, idleSince time.Time, told event.Event) (Session, error)
	// EndSession returns ErrNoSession where there is none.
	EndSession(ctx context.Context, id string) error
	EndSessionsOf(ctx context.Context, user snowflake.ID) error
	// Spend notes a hash until a time; ErrSpent where it is noted already.
	Spend(ctx context.Context, hash []byte, now, until time.Time) error
}

// Records is what [Store.Load] reads; keys and sessions are found by the hash of their
// secret.
type Records struct {
	Version  int64
	Keys     map[Hash]Key // which are not revoked
	Accounts []Account
	Sessions map[Hash]Session // of accounts that are on the list
}

// Use is when a key or a session was last used, by its id.
type Use struct {
	ID string
	At time.Time
}

// Config is what a service needs. Zero durations mean the defaults.
type Config struct {
	Store  Store
	Now    func() time.Time // by which keys and sessions expire
	Idle   time.Duration    // a session ends when it was not used for so long: 12 h
	Life   time.Duration    // and so long after the login in any case: 7 days
	Logger *slog.Logger
}

// Service decides who may do what, by a copy of the records that is as old as a second at
// most while [Service.Run] runs. It may be used from several goroutines.
type Service struct {
	cfg  Config
	uses uses

	roll    atomic.Pointer[roll] // nil until it is first asked for
	reading chan struct{}        // holds a token while nobody reads
	begun   atomic.Int64         // readings
	ended   int64                // the newest reading that has ended; of whoever holds the token
	failed  error                // how it did; likewise
}

// NewService returns a service on cfg.Store.
func NewService(cfg Config) *Service {
	if cfg.Idle == 0 {
		cfg.Idle = 12 * time.Hour
	}
	if cfg.Life == 0 {
		cfg.Life = 7 * 24 * time.Hour
	}
	s := &Service{cfg: cfg, uses: uses{last: make(map[string]*use)}, reading: make(chan struct{}, 1)}
	s.reading <- struct{}{}
	return s
}

// now is the time as it is stored: in milliseconds.
func (s *Service) now() time.Time { return s.cfg.Now().UTC().Truncate(time.Millisecond) }
