// Package access knows who may do what with the dashboard. So far that is API keys:
// what other programs show in place of a login.
//
// It keeps no key, only its hash ([Store]), and knows nothing of HTTP: package web
// asks it before every request.
package access

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"
)

// Scope is what a key is good for.
type Scope string

// The scopes.
const (
	Read   Scope = "read"   // figures and events
	Ingest Scope = "ingest" // sending events, and nothing else
	Admin  Scope = "admin"  // everything
)

// Known reports whether s is one of the scopes above.
func (s Scope) Known() bool { return s == Read || s == Ingest || s == Admin }

// Allows reports whether a key of scope s may do what needs the scope needed.
func (s Scope) Allows(needed Scope) bool { return s == needed || s == Admin }

// Key is an API key without its secret. Times that are zero have not come, and will
// not for Expires.
type Key struct {
	ID       string
	Name     string
	Scope    Scope
	Created  time.Time
	Expires  time.Time
	Revoked  time.Time
	LastUsed time.Time // to the minute
}

// Valid reports whether the key may be used at t.
func (k Key) Valid(t time.Time) bool {
	return k.Revoked.IsZero() && (k.Expires.IsZero() || t.Before(k.Expires))
}

// ErrNoKey is returned where there is no such key.
var ErrNoKey = errors.New("access: there is no such key")

// Store keeps keys by the hash of their secret. It may be used from several
// goroutines.
type Store interface {
	AddKey(ctx context.Context, k Key, hash []byte) error
	// KeyByHash and RevokeKey return ErrNoKey where there is none; a key that is
	// revoked already stays as it is.
	KeyByHash(ctx context.Context, hash []byte) (Key, error)
	RevokeKey(ctx context.Context, id string, at time.Time) (Key, error)
	// Keys lists all keys, the newest first.
	Keys(ctx context.Context) ([]Key, error)
	KeyUsed(ctx context.Context, id string, at time.Time) error
}

// Keys makes and checks API keys. It may be used from several goroutines.
type Keys struct {
	store Store
	now   func() time.Time
	known cache
}

// NewKeys returns the keys in store. now is the clock by which they expire.
func NewKeys(store Store, now func() time.Time) *Keys {
	return &Keys{store: store, now: now, known: cache{keys: make(map[digest]checked)}}
}

// MaxName is how many characters the name of a key may have.
const MaxName = 64

// Create makes a key that is good for life, or for ever where that is 0, and returns
// its secret, which nobody can be shown again. Its name is the source of the events
// that it sends.
func (s *Keys) Create(ctx context.Context, name string, scope Scope, life time.Duration) (secret string, k Key, err error) {
	if err := checkName(name); err != nil {
		return "", Key{}, err
	}
	if !scope.Known() {
		return "", Key{}, fmt.Errorf("the scope %.20q is not known: read, ingest or admin", scope)
	}
	if life < 0 {
		return "", Key{}, errors.New("a key cannot expire before it is made")
	}
	secret, id := newSecret()
	k = Key{ID: id, Name: name, Scope: scope, Created: s.now().UTC().Truncate(time.Millisecond)}
	if life > 0 {
		k.Expires = k.Created.Add(life)
	}
	hash := hashOf(secret)
	if err := s.store.AddKey(ctx, k, hash[:]); err != nil {
		return "", Key{}, fmt.Errorf("create key: %w", err)
	}
	return secret, k, nil
}

// checkName refuses a name that could not be told from another on a screen.
func checkName(name string) error {
	if name == "" || utf8.RuneCountInString(name) > MaxName || !utf8.ValidString(name) {
		return fmt.Errorf("a key's name has 1 to %d characters", MaxName)
	}
	for _, r := range name {
		if !unicode.IsPrint(r) {
			return fmt.Errorf("the key's name %q has a character that cannot be seen", name)
		}
	}
	return nil
}

// List returns all keys, the newest first, also those that are no longer valid.
func (s *Keys) List(ctx context.Context) ([]Key, error) { return s.store.Keys(ctx) }

// Revoke ends a key. Within a second no process accepts it any more.
func (s *Keys) Revoke(ctx context.Context, id string) (Key, error) {
	return s.store.RevokeKey(ctx, id, s.now().UTC().Truncate(time.Millisecond))
}

// Check returns the valid key with this secret, or ErrNoKey. What the database said
// is believed for a second.
func (s *Keys) Check(ctx context.Context, secret string) (Key, error) {
	if !wellFormed(secret) {
		return Key{}, ErrNoKey // a slip of the pen is not worth a reading
	}
	now := s.now()
	hash := hashOf(secret)
	k, fresh := s.known.get(hash, now)
	if !fresh {
		var err error
		if k, err = s.store.KeyByHash(ctx, hash[:]); err != nil {
			return Key{}, err
		}
		if err := s.used(ctx, k, now); err != nil {
			return Key{}, err
		}
		s.known.put(hash, k, now)
	}
	if !k.Valid(now) {
		return Key{}, ErrNoKey
	}
	return k, nil
}

// used notes the use of a key, at most once a minute.
func (s *Keys) used(ctx context.Context, k Key, now time.Time) error {
	if !k.Valid(now) || now.Sub(k.LastUsed) < time.Minute {
		return nil
	}
	return s.store.KeyUsed(ctx, k.ID, now.UTC().Truncate(time.Minute))
}
