// Package oauth asks Discord who somebody is who wants to sign in, by OAuth2's
// authorization code with PKCE.
//
// Nothing else of Discord is asked for, and no token is kept: the one by which the user
// is read is revoked at once. Who may do what here is package access's business.
//
// https://docs.discord.com/developers/topics/oauth2
package oauth

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Config is what a login needs.
type Config struct {
	ClientID     string // of the application
	ClientSecret string
	APIURL       string // Discord's address, such as https://discord.com
	RedirectURL  string // where Discord sends browsers back to; registered with it, letter by letter
	Logger       *slog.Logger
}

// How long one login may wait for Discord, and what is read of an answer at most.
const (
	patience  = 10 * time.Second
	maxAnswer = 64 << 10
)

// Login asks Discord. It may be used from several goroutines.
type Login struct {
	app    oauth2.Config
	api    string
	client *http.Client
	logger *slog.Logger
}

// New returns a login by an application of Discord's.
func New(cfg Config) *Login {
	base := strings.TrimSuffix(cfg.APIURL, "/")
	return &Login{
		app: oauth2.Config{
			ClientID: cfg.ClientID, ClientSecret: cfg.ClientSecret, RedirectURL: cfg.RedirectURL, Scopes: []string{"identify"},
			Endpoint: oauth2.Endpoint{AuthURL: base + "/oauth2/authorize", TokenURL: base + "/api/oauth2/token", AuthStyle: oauth2.AuthStyleInHeader},
		},
		api: base + "/api", logger: cfg.Logger,
		client: &http.Client{Timeout: patience, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
	}
}

// URL is where a browser is sent to, with a state that it brings back and the hash of a
// verifier that nobody else learns.
func (l *Login) URL(state, verifier string) string {
	return l.app.AuthCodeURL(state, oauth2.S256ChallengeOption(verifier))
}

// Identify turns a code into the user who has allowed it. ok is false where Discord does
// not take the code; err says that it could not be asked.
func (l *Login) Identify(ctx context.Context, code, verifier string) (user event.Ref, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	token, err := l.app.Exchange(context.WithValue(ctx, oauth2.HTTPClient, l.client), code, oauth2.VerifierOption(verifier))
	if refused, is := errors.AsType[*oauth2.RetrieveError](err); is && refused.ErrorCode == "invalid_grant" {
		return event.Ref{}, false, nil
	}
	if err != nil {
		return event.Ref{}, false, l.concealed("exchange the code", err)
	}
	defer l.revoke(context.WithoutCancel(ctx), token.AccessToken)
	user, err = l.me(ctx, token.AccessToken)
	return user, err == nil, err
}

// concealed is an error without the body of Discord's answer, which may hold a token.
func (l *Login) concealed(doing string, err error) error {
	if refused, is := errors.AsType[*oauth2.RetrieveError](err); is {
		return fmt.Errorf("%s: Discord answers %s %.100q", doing, refused.Response.Status, refused.ErrorCode)
	}
	return fmt.Errorf("%s: %w", doing, err)
}

// me reads whose token it is.
func (l *Login) me(ctx context.Context, token string) (user event.Ref, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, l.api+"/v10/users/@me", http.NoBody)
	if err != nil {
		return user, err
	}
	r.Header.Set("Authorization", "Bearer "+token)
	response, err := l.client.Do(r)
	if err != nil {
		return user, fmt.Errorf("read the user: %w", err)
	}
	defer response.Body.Close() //nolint:errcheck // it is read to its end, or of no use
	if response.StatusCode != http.StatusOK {
		return user, fmt.Errorf("read the user: Discord answers %s", response.Status)
	}
	var me struct {
		ID         snowflake.ID `json:"id"`
		Username   string       `json:"username"`
		GlobalName string       `json:"global_name"`
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxAnswer)).Decode(&me); err != nil {
		return user, fmt.Errorf("read the user: %w", err)
	}
	if me.ID == 0 {
		return user, errors.New("read the user: Discord has named nobody")
	}
	name := me.GlobalName
	if name == "" {
		name = me.Username
	}
	return event.Ref{ID: me.ID, Name: name}, nil
}

// revoke gives the token back. Where that fails it ends by itself, unused, after a week.
func (l *Login) revoke(ctx context.Context, token string) {
	form := url.Values{"token": {token}, "token_type_hint": {"access_token"}}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.api+"/oauth2/token/revoke", strings.NewReader(form.Encode()))
	if err == nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth(url.QueryEscape(l.app.ClientID), url.QueryEscape(l.app.ClientSecret)) // RFC 6749, section 2.3.1
		var response *http.Response
		if response, err = l.client.Do(r); err == nil {
			err = response.Body.Close()
			if response.StatusCode != http.StatusOK {
				err = fmt.Errorf("the answer is %s", response.Status)
			}
		}
	}
	if err != nil {
		l.logger.Warn("a token of a login was not revoked", "error", err)
	}
}
