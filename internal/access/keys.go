package access

import (
	"context"
	"errors"
	"fmt"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/aurorabot/aurora/internal/event"
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

// State is "valid", "expired" or "revoked" at t.
func (k Key) State(t time.Time) string {
	switch {
	case !k.Revoked.IsZero():
		return "revoked"
	case !k.Valid(t):
		return "expired"
	}
	return "valid"
}

// MaxName is how many characters the name of a key may have.
const MaxName = 64

// NewKey is what a key is to be.
type NewKey struct {
	Name  string // the source of the events that it sends
	Scope Scope
	Life  time.Duration // 0 = for ever
}

// Check says what is wrong with it, in words for who has asked for it.
func (n NewKey) Check() error {
	if err := checkName(n.Name); err != nil {
		return err
	}
	if !n.Scope.Known() {
		return fmt.Errorf("the scope %.20q is not known: read, ingest or admin", n.Scope)
	}
	if n.Life < 0 {
		return errors.New("a key cannot expire before it is made")
	}
	return nil
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

// CreateKey makes a key and returns its secret, which nobody can be shown again.
func (s *Service) CreateKey(ctx context.Context, by Actor, wanted NewKey) (secret string, k Key, err error) {
	if err := wanted.Check(); err != nil {
		return "", Key{}, err
	}
	secret, id := newSecret()
	k = Key{ID: id, Name: wanted.Name, Scope: wanted.Scope, Created: s.now()}
	if wanted.Life > 0 {
		k.Expires = k.Created.Add(wanted.Life)
	}
	hash := hashOf(secret)
	if err := s.cfg.Store.AddKey(ctx, by, k, hash[:], keyCreated(by, k)); err != nil {
		return "", Key{}, fmt.Errorf("create key: %w", err)
	}
	return secret, k, nil
}

// Keys lists all keys, the newest first, also those that are no longer valid.
func (s *Service) Keys(ctx context.Context) ([]Key, error) { return s.cfg.Store.Keys(ctx) }

// RevokeKey ends a key. Within a second no process accepts it any more.
func (s *Service) RevokeKey(ctx context.Context, by Actor, id string) (Key, error) {
	return s.cfg.Store.RevokeKey(ctx, by, id, s.now(), func(k Key) event.Event { return keyRevoked(by, k) })
}

// Key returns the valid key with this secret, or ErrNoKey.
func (s *Service) Key(ctx context.Context, secret string) (Key, error) {
	if !wellFormed(secret) {
		return Key{}, ErrNoKey // a slip of the pen is not worth a reading
	}
	k, found, err := find(ctx, s, func(r *roll) (Key, bool) { k, ok := r.keys[hashOf(secret)]; return k, ok })
	if err != nil {
		return Key{}, fmt.Errorf("check key: %w", err)
	}
	now := s.cfg.Now()
	if !found || !k.Valid(now) {
		return Key{}, ErrNoKey
	}
	s.uses.note(k.ID, now)
	return k, nil
}
