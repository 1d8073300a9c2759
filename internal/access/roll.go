package access

import (
	"context"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

// How often a process looks whether something has changed, for how long it waits for
// the answer, and after how many looks it reads everything again, which brings the uses
// that other processes have noted.
const (
	lookEvery   = time.Second
	lookFor     = 5 * time.Second
	looksToRead = 60
)

// roll is what a process knows of who may do what. It never changes: a newer one takes
// its place.
type roll struct {
	version    int64
	keys       map[Hash]Key
	keyByID    map[string]Key
	sessions   map[Hash]Session
	sessionIDs map[string]Session
	accounts   map[snowflake.ID]Account
}

func newRoll(r Records) *roll {
	made := &roll{
		version: r.Version, keys: r.Keys, keyByID: make(map[string]Key, len(r.Keys)),
		sessions: make(map[Hash]Session, len(r.Sessions)), sessionIDs: make(map[string]Session, len(r.Sessions)),
		accounts: make(map[snowflake.ID]Account, len(r.Accounts)),
	}
	for _, a := range r.Accounts {
		made.accounts[a.User] = a
	}
	for _, k := range r.Keys {
		made.keyByID[k.ID] = k
	}
	for hash, session := range r.Sessions {
		account, listed := made.accounts[session.User]
		if !listed {
			continue
		}
		session.Name, session.Role = account.Name, account.Role
		made.sessions[hash], made.sessionIDs[session.ID] = session, session
	}
	return made
}

// find looks something up in the roll, and once more in a newer one where it is not
// there: another process may have made it a moment ago.
func find[T any](ctx context.Context, s *Service, in func(*roll) (T, bool)) (found T, ok bool, err error) {
	if r := s.roll.Load(); r != nil {
		if found, ok = in(r); ok {
			return found, true, nil
		}
	}
	if err := s.Refresh(ctx); err != nil {
		return found, false, err
	}
	found, ok = in(s.roll.Load())
	return found, ok, nil
}

// Run notes uses and follows what other processes change, until ctx ends. After each
// look it calls looked, about once a second. While the database does not answer, what
// was known last holds: nobody can change it then.
func (s *Service) Run(ctx context.Context, looked func()) error {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for looks := 1; ; looks++ {
		if err := s.look(ctx, looks%looksToRead == 0); err != nil && ctx.Err() == nil {
			s.cfg.Logger.Error("who may do what could not be read", "error", err)
		}
		looked()
		select {
		case <-ctx.Done():
			return s.noteUses(context.WithoutCancel(ctx))
		case <-ticker.C:
		}
	}
}

// look is one of Run's. Uses that cannot be noted now are noted later.
func (s *Service) look(ctx context.Context, all bool) error {
	if err := s.noteUses(ctx); err != nil {
		s.cfg.Logger.Debug("uses could not be noted", "error", err)
	}
	return s.refresh(ctx, all)
}

// Refresh makes what was changed before the call count from its return on. Callers who
// come together share a reading.
func (s *Service) Refresh(ctx context.Context) error { return s.refresh(ctx, false) }

func (s *Service) refresh(ctx context.Context, all bool) error {
	wanted := s.begun.Load() + 1 // one that is running may have read too early
	select {
	case <-s.reading:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.reading <- struct{}{} }()
	if s.ended >= wanted && !all {
		return s.failed
	}
	s.begun.Add(1)
	err := s.read(ctx, all)
	s.ended, s.failed = s.begun.Load(), err
	return err
}

// read brings the roll up to date. It does not end with the request that has asked for
// it: others wait for the same.
func (s *Service) read(ctx context.Context, all bool) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookFor)
	defer cancel()
	if r := s.roll.Load(); r != nil && !all {
		version, err := s.cfg.Store.Version(ctx)
		if err != nil || version == r.version {
			return err
		}
	}
	records, err := s.cfg.Store.Load(ctx)
	if err != nil {
		return err
	}
	s.roll.Store(newRoll(records))
	return nil
}

// Standing is what has become of somebody who was let in.
type Standing int

// The standings.
const (
	Stands  Standing = iota // as before
	Over                    // signed out, expired or revoked
	Changed                 // the account has another role, or none
)

// StandingOfKey asks about a key that was let in. It reads nothing.
func (s *Service) StandingOfKey(id string) Standing {
	if k, known := s.roll.Load().keyByID[id]; !known || !k.Valid(s.cfg.Now()) {
		return Over
	}
	return Stands
}

// StandingOfSession asks about a session that was let in, as it was then. It reads
// nothing.
func (s *Service) StandingOfSession(then Session) Standing {
	r := s.roll.Load()
	if r.accounts[then.User].Role != then.Role {
		return Changed
	}
	if now, known := r.sessionIDs[then.ID]; !known || !s.goesOn(now, s.cfg.Now()) {
		return Over
	}
	return Stands
}
