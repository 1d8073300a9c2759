package discordsim

import (
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base64"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

const (
	codeLife   = 10 * time.Minute // ours: Discord does not say
	bearerLife = 7 * 24 * time.Hour
	maxGrants  = 10_000
	// clientSecret is every application's: nothing here is secret.
	clientSecret = "simulated-not-a-secret"
)

// grant is what a user allowed an application. Its code can be used once; the tokens it yields, until they
// expire or are revoked. https://docs.discord.com/developers/topics/oauth2
type grant struct {
	client    snowflake.ID
	user      *member
	scopes    []string
	redirect  string
	challenge string // of PKCE, S256; "" = none was sent
	joined    *guild // that the bot was added to, nil = none

	issued  time.Time
	code    string // "" once it was used
	used    string
	access  string
	refresh string
	expires time.Time // of access
}

func (g *grant) allows(scope string) bool { return slices.Contains(g.scopes, scope) }

// grants keeps what was granted, the oldest first.
type grants struct {
	mu   sync.Mutex
	kept []*grant
}

// issue gives g a code.
func (s *grants) issue(g *grant, now time.Time) (code string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g.issued, g.code = now, rand.Text()
	s.kept = slices.DeleteFunc(s.kept, func(old *grant) bool { return old.over(now) })
	if len(s.kept) == maxGrants {
		s.kept = s.kept[1:]
	}
	s.kept = append(s.kept, g)
	return g.code
}

func (g *grant) over(now time.Time) bool {
	if g.access == "" {
		return now.Sub(g.issued) > codeLife
	}
	return now.After(g.expires) && g.refresh == ""
}

// oauthError is an error of RFC 6749, section 5.2.
type oauthError struct {
	Code        string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

func (e *oauthError) Error() string { return e.Code + ": " + e.Description }

// exchange turns a code into tokens. A code that comes twice revokes what it had yielded: one of the two
// who know it has stolen it (RFC 6749, section 4.1.2).
func (s *grants) exchange(client snowflake.ID, code, redirect, verifier string, now time.Time) (grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	invalid := &oauthError{"invalid_grant", `Invalid "code" in request.`}
	if g := s.find(func(g *grant) bool { return g.used == code }); g != nil {
		g.access, g.refresh, g.expires = "", "", time.Time{}
		return grant{}, invalid
	}
	g := s.find(func(g *grant) bool { return g.code == code })
	switch {
	case code == "" || g == nil || g.client != client || now.Sub(g.issued) > codeLife:
		return grant{}, invalid
	case g.redirect != redirect:
		return grant{}, &oauthError{"invalid_grant", `Invalid "redirect_uri" in request.`}
	}
	if err := g.proves(verifier); err != nil {
		return grant{}, err
	}
	g.code, g.used = "", code
	g.renew(now)
	return *g, nil
}

// proves checks PKCE: once a challenge was sent, its verifier is required (RFC 7636).
func (g *grant) proves(verifier string) error {
	if g.challenge == "" {
		return nil
	}
	if len(verifier) < 43 || len(verifier) > 128 {
		return &oauthError{"invalid_request", `Missing or invalid "code_verifier" in request.`}
	}
	hash := sha256.Sum256([]byte(verifier))
	if subtle.ConstantTimeCompare([]byte(base64.RawURLEncoding.EncodeToString(hash[:])), []byte(g.challenge)) != 1 {
		return &oauthError{"invalid_grant", `Invalid "code_verifier" in request.`}
	}
	return nil
}

func (g *grant) renew(now time.Time) {
	g.access, g.refresh, g.expires = rand.Text(), rand.Text(), now.Add(bearerLife)
}

// refresh turns a refresh token into new tokens; the old ones are no longer good.
func (s *grants) refresh(client snowflake.ID, token string, now time.Time) (grant, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.find(func(g *grant) bool { return g.refresh == token })
	if token == "" || g == nil || g.client != client {
		return grant{}, &oauthError{"invalid_grant", `Invalid "refresh_token" in request.`}
	}
	g.renew(now)
	return *g, nil
}

// revoke ends a grant by either of its tokens. One that nobody knows is as good as revoked (RFC 7009).
func (s *grants) revoke(client snowflake.ID, token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g := s.find(func(g *grant) bool { return token != "" && (g.access == token || g.refresh == token) }); g != nil && g.client == client {
		g.access, g.refresh, g.expires = "", "", time.Time{}
	}
}

// bearer finds the grant of an access token.
func (s *grants) bearer(header string, now time.Time) (grant, bool) {
	token, ok := strings.CutPrefix(header, "Bearer ")
	s.mu.Lock()
	defer s.mu.Unlock()
	g := s.find(func(g *grant) bool { return g.access == token })
	if !ok || token == "" || g == nil || now.After(g.expires) {
		return grant{}, false
	}
	return *g, true
}

func (s *grants) find(is func(*grant) bool) *grant {
	if i := slices.IndexFunc(s.kept, is); i >= 0 {
		return s.kept[i]
	}
	return nil
}
