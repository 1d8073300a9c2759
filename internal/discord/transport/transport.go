// Package transport carries requests to Discord's REST API within Discord's limits:
// it paces them, waits out what a 429 says, repeats what may be repeated, and stops
// before Discord bans an address for too many invalid requests.
//
// It stands under a client that knows Discord's routes and objects, and knows neither.
package transport

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"github.com/aurorabot/aurora/internal/event"
)

// Config is what a transport needs. Tell and Observe must not wait.
type Config struct {
	Base    http.RoundTripper
	Tell    func(event.Event)
	Observe func(event.Measure)
}

const (
	maxAttempts = 5
	// answerPatience is for one attempt. A request as a whole has its context's deadline.
	answerPatience = 10 * time.Second
	maxAnswer      = 16 << 20
)

// Transport is an [http.RoundTripper] for Discord's REST API.
type Transport struct {
	cfg     Config
	limits  *limits
	invalid *invalid
	clock   clock
	waiting atomic.Int64
}

// New returns a transport over cfg.Base.
func New(cfg Config) *Transport {
	return &Transport{cfg: cfg, limits: newLimits(), invalid: newInvalid(cfg.Tell)}
}

// RoundTrip implements [http.RoundTripper]. It returns an answer whose body is read
// already, so it need not be closed.
func (t *Transport) RoundTrip(r *http.Request) (*http.Response, error) {
	route, sent := routeOf(r), false
	for attempt := 1; ; attempt++ {
		if err := t.admit(r.Context(), route); err != nil {
			return nil, unless(sent, err)
		}
		response, received, err := t.send(r, route)
		sent = sent || received && !isLimited(response)
		again := attempt < maxAttempts && r.Context().Err() == nil && repeatable(route, response, received, err)
		if !again {
			return response, unless(sent, err)
		}
		if err := rewind(r); err != nil {
			return nil, unless(sent, err)
		}
		if !isLimited(response) { // that wait is admit's
			t.pause(r.Context(), backoff(attempt))
		}
	}
}

// ErrNotSent is part of the error of a request that Discord has not received, or only
// refused for a limit. After any other error it may have been carried out.
var ErrNotSent = errors.New("it was not sent")

// unless marks err as that of a request that was not sent.
func unless(sent bool, err error) error {
	if err == nil || sent {
		return err
	}
	return fmt.Errorf("%w: %w", ErrNotSent, err)
}

// ErrInvalidBudget is the answer to a request while Discord counts too many invalid
// ones.
var ErrInvalidBudget = errors.New("no request is sent: too many were refused in the last 10 minutes, and Discord would ban this address")

// admit waits until the request may be sent.
func (t *Transport) admit(ctx context.Context, r route) error {
	if t.invalid.exhausted(time.Now()) {
		return ErrInvalidBudget
	}
	for ctx.Err() == nil {
		wait := t.limits.reserve(r, time.Now())
		if wait <= 0 {
			return nil
		}
		if deadline, ok := ctx.Deadline(); ok && time.Until(deadline) < wait {
			return fmt.Errorf("wait %v for Discord's limit on %s: %w", wait.Round(time.Millisecond), r.name, context.DeadlineExceeded)
		}
		t.pause(ctx, wait)
	}
	return ctx.Err()
}

// send makes one attempt. received says that Discord may have got the request,
// whatever became of the answer.
func (t *Transport) send(r *http.Request, route route) (response *http.Response, received bool, err error) {
	ctx, cancel := context.WithTimeout(r.Context(), answerPatience)
	defer cancel()
	var wrote atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{WroteHeaders: func() { wrote.Store(true) }})
	begun := time.Now()
	response, err = t.cfg.Base.RoundTrip(r.WithContext(ctx))
	if err == nil {
		err = readBody(response)
	}
	if err != nil {
		t.cfg.Observe(event.RESTCalled{Route: route.name, Latency: time.Since(begun), Exempt: route.exempt})
		return nil, wrote.Load(), err
	}
	t.learn(route, response, time.Since(begun))
	return response, true, nil
}

// readBody takes the answer's body into memory, so that it outlives the attempt.
func readBody(response *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer))
	err = errors.Join(err, response.Body.Close())
	response.Body = io.NopCloser(bytes.NewReader(body))
	return err
}

// learn takes from an answer what it says of limits.
func (t *Transport) learn(r route, response *http.Response, latency time.Duration) {
	now := time.Now()
	called := event.RESTCalled{Route: r.name, Status: response.StatusCode, Latency: latency, Exempt: r.exempt}
	limit, remaining, resetAfter := bucketOf(response.Header)
	if limit > 0 && (!r.exempt || remaining == 0) { // an interaction's bucket is its own, and soon over
		t.limits.update(r, remaining, limit, now.Add(resetAfter))
	}
	if !r.exempt {
		called.Limit, called.Remaining, called.ResetAfter = limit, remaining, resetAfter
	}
	if isLimited(response) {
		refused := readRefusal(response)
		called.Scope = refused.scope
		if t.limits.block(r, refused, now) {
			t.cfg.Tell(refused.event(r))
		}
	}
	if countsAsInvalid(response.StatusCode, called.Scope) {
		t.invalid.add(now)
	}
	t.cfg.Observe(called)
	if ahead, known := t.clock.compare(response.Header, now, latency); known {
		t.cfg.Observe(event.ClockCompared{Ahead: ahead})
	}
}

// repeatable reports whether the request may be sent again: after a 429 always, and
// after a failure of the network or of Discord's if nothing would be done twice.
func repeatable(r route, response *http.Response, received bool, err error) bool {
	switch {
	case err != nil:
		return !received || r.idempotent
	case isLimited(response):
		return true
	}
	return response.StatusCode >= http.StatusInternalServerError && r.idempotent
}

func isLimited(response *http.Response) bool {
	return response != nil && response.StatusCode == http.StatusTooManyRequests
}

// rewind gives r its body again.
func rewind(r *http.Request) error {
	if r.Body == nil || r.GetBody == nil {
		return nil
	}
	body, err := r.GetBody()
	if err != nil {
		return fmt.Errorf("repeat a request: %w", err)
	}
	r.Body = body
	return nil
}

// backoff is 50 to 150 ms after the first attempt and twice that after each further
// one: a member is waiting.
func backoff(attempt int) time.Duration {
	return (50*time.Millisecond + rand.N(100*time.Millisecond)) << (attempt - 1)
}

// pause waits for d or until ctx ends, and tells how many wait.
func (t *Transport) pause(ctx context.Context, d time.Duration) {
	t.cfg.Observe(event.RESTWaiting{Count: int(t.waiting.Add(1))})
	defer func() { t.cfg.Observe(event.RESTWaiting{Count: int(t.waiting.Add(-1))}) }()
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
	case <-timer.C:
	}
}
