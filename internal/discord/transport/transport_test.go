package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/aurorabot/aurora/internal/discord/pipenet"
	"github.com/aurorabot/aurora/internal/event"
)

// discord answers requests as a test wants it and remembers when they came.
type discord struct {
	client *http.Client

	mu       sync.Mutex
	arrived  []time.Duration // since the beginning
	events   []event.Event
	measures []event.Measure
}

// story runs tell against a server that answers each request with answer, which is
// given how many came before it.
func story(t *testing.T, answer func(w http.ResponseWriter, r *http.Request, earlier int), tell func(t *testing.T, d *discord)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		d, begun, listener := &discord{}, time.Now(), pipenet.Listen()
		server := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			_, _ = io.ReadAll(r.Body)
			d.mu.Lock()
			earlier := len(d.arrived)
			d.arrived = append(d.arrived, time.Since(begun))
			d.mu.Unlock()
			answer(w, r, earlier)
		})}
		served := make(chan struct{})
		go func() { defer close(served); _ = server.Serve(listener) }()
		base := &http.Transport{DialContext: listener.Dial}
		d.client = &http.Client{Transport: New(Config{Base: base, Tell: d.tell, Observe: d.observe})}
		tell(t, d)
		base.CloseIdleConnections()
		server.Close()
		<-served
	})
}

func (d *discord) tell(e event.Event) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.events = append(d.events, e)
}

func (d *discord) observe(m event.Measure) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.measures = append(d.measures, m)
}

// asks makes a request and returns the answer's status, or 0 and the error.
func (d *discord) asks(ctx context.Context, method, path string) (int, error) {
	r, err := http.NewRequestWithContext(ctx, method, "http://discord.test/api/v10"+path, strings.NewReader(`{"a":1}`))
	if err != nil {
		return 0, err
	}
	response, err := d.client.Do(r)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	return response.StatusCode, nil
}

const (
	gatewayBot = "/gateway/bot"
	callback   = "/interactions/77/secret/callback"
	followup   = "/webhooks/5/secret"
)

func fine(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusNoContent) }

// limited is a 429 for a while, to be given first.
func limited(scope string, after float64) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("X-RateLimit-Scope", scope)
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		fmt.Fprintf(w, `{"message":"slow","retry_after":%v,"global":%v,"code":0}`, after, scope == scopeGlobal)
	}
}

func TestNoMoreThanFiftyRequestsASecondBesideThoseOfInteractions(t *testing.T) {
	story(t, fine, func(t *testing.T, d *discord) {
		var asking sync.WaitGroup
		for range 200 {
			asking.Go(func() { _, _ = d.asks(t.Context(), "GET", gatewayBot) })
		}
		asking.Wait()
		slices.Sort(d.arrived)
		for i, at := range d.arrived {
			if i >= 50 && at-d.arrived[i-50] < time.Second {
				t.Fatalf("requests %d to %d came within %v", i-50, i, at-d.arrived[i-50])
			}
		}
		begun := time.Now()
		for range 200 {
			_, _ = d.asks(t.Context(), "POST", callback)
		}
		if time.Since(begun) != 0 {
			t.Errorf("answers to members took %v", time.Since(begun))
		}
	})
}

func TestALimitIsWaitedOutToTheMillisecond(t *testing.T) {
	for scope, others := range map[string]bool{scopeUser: false, scopeShared: false, scopeGlobal: true} {
		story(t, func(w http.ResponseWriter, _ *http.Request, earlier int) {
			if earlier == 0 {
				limited(scope, 0.75)(w)
			}
		}, func(t *testing.T, d *discord) {
			var asking sync.WaitGroup
			asking.Go(func() {
				if status, err := d.asks(t.Context(), "GET", gatewayBot); status != http.StatusOK {
					t.Errorf("%s: got %d, %v", scope, status, err)
				}
			})
			synctest.Wait()
			begun := time.Now()
			_, _ = d.asks(t.Context(), "GET", "/guilds/7")
			if waited := time.Since(begun) >= 700*time.Millisecond; waited != others {
				t.Errorf("%s: another route waits: %v, want %v", scope, waited, others)
			}
			asking.Wait()
			if last := d.arrived[len(d.arrived)-1]; last < 750*time.Millisecond || last > 800*time.Millisecond {
				t.Errorf("%s: it was asked again after %v, want 750ms", scope, last)
			}
			if len(d.events) != 1 || string(d.events[0].Data) != `{"retryAfterMs":750,"route":"GET /gateway/bot","scope":"`+scope+`"}` {
				t.Errorf("%s: told %v", scope, d.events)
			}
		})
	}
}

func TestALimitThatDoesNotEndIsNotAskedForEver(t *testing.T) {
	story(t, func(w http.ResponseWriter, _ *http.Request, _ int) { limited(scopeGlobal, 0.5)(w) }, func(t *testing.T, d *discord) {
		status, err := d.asks(t.Context(), "GET", gatewayBot)
		if status != http.StatusTooManyRequests || len(d.arrived) != maxAttempts {
			t.Errorf("got %d, %v after %d requests, want the 429 after %d", status, err, len(d.arrived), maxAttempts)
		}
	})
}

func TestALimitLongerThanAnybodyWaitsFailsAtOnce(t *testing.T) {
	story(t, func(w http.ResponseWriter, _ *http.Request, _ int) { limited(scopeUser, 60)(w) }, func(t *testing.T, d *discord) {
		ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
		defer cancel()
		begun := time.Now()
		if _, err := d.asks(ctx, "GET", gatewayBot); !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) != 0 {
			t.Errorf("got %v after %v", err, time.Since(begun))
		}
	})
}

func TestWhoNoLongerWaitsIsLetGo(t *testing.T) {
	story(t, func(w http.ResponseWriter, _ *http.Request, _ int) { limited(scopeUser, 60)(w) }, func(t *testing.T, d *discord) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(time.Second, cancel)
		begun := time.Now()
		if _, err := d.asks(ctx, "GET", gatewayBot); !errors.Is(err, context.Canceled) || time.Since(begun) != time.Second {
			t.Errorf("got %v after %v", err, time.Since(begun))
		}
	})
}

func TestTheEdgeOfTheNetworkSpeaksForAllOfDiscord(t *testing.T) {
	story(t, func(w http.ResponseWriter, _ *http.Request, earlier int) {
		if earlier == 0 {
			w.Header().Set("Retry-After", "3")
			w.WriteHeader(http.StatusTooManyRequests)
			fmt.Fprint(w, "error code: 1015")
		}
	}, func(t *testing.T, d *discord) {
		var asking sync.WaitGroup
		asking.Go(func() { _, _ = d.asks(t.Context(), "GET", gatewayBot) })
		synctest.Wait()
		status, err := d.asks(t.Context(), "POST", callback)
		asking.Wait()
		if status != http.StatusOK || d.arrived[1] < 3*time.Second {
			t.Errorf("the answer to a member: got %d, %v; requests at %v", status, err, d.arrived)
		}
		if len(d.events) != 1 || !strings.Contains(string(d.events[0].Data), `"scope":"global"`) {
			t.Errorf("told %v", d.events)
		}
	})
}

func TestABucketThatIsEmptyIsNotAsked(t *testing.T) {
	story(t, func(w http.ResponseWriter, _ *http.Request, earlier int) {
		w.Header().Set("X-RateLimit-Limit", "2")
		w.Header().Set("X-RateLimit-Remaining", fmt.Sprint(1-earlier%2))
		w.Header().Set("X-RateLimit-Reset-After", "1.250")
	}, func(t *testing.T, d *discord) {
		for range 5 {
			_, _ = d.asks(t.Context(), "GET", "/guilds/7")
		}
		for i, want := range []time.Duration{0, 0, 1250 * time.Millisecond, 1250 * time.Millisecond, 2500 * time.Millisecond} {
			if late := d.arrived[i] - want; late < 0 || late > 100*time.Millisecond {
				t.Errorf("request %d came at %v, want %v", i, d.arrived[i], want)
			}
		}
		if _, _ = d.asks(t.Context(), "GET", "/guilds/8"); d.arrived[5]-d.arrived[4] > 100*time.Millisecond {
			t.Error("one guild's limit holds up another's")
		}
	})
}

func TestOnlyWhatDoesNothingTwiceIsRepeatedAfterAFailure(t *testing.T) {
	for name, c := range map[string]struct {
		method, path string
		want         int
	}{
		"a reading":               {"GET", gatewayBot, maxAttempts},
		"an edit":                 {"PATCH", followup + "/messages/@original", maxAttempts},
		"an interaction's answer": {"POST", callback, maxAttempts},
		"a further message":       {"POST", followup, 1},
	} {
		story(t, func(w http.ResponseWriter, _ *http.Request, _ int) { w.WriteHeader(http.StatusBadGateway) }, func(t *testing.T, d *discord) {
			status, err := d.asks(t.Context(), c.method, c.path)
			if status != http.StatusBadGateway || len(d.arrived) != c.want {
				t.Errorf("%s after 502: got %d, %v after %d requests, want %d", name, status, err, len(d.arrived), c.want)
			}
		})
		story(t, func(http.ResponseWriter, *http.Request, int) { panic(http.ErrAbortHandler) }, func(t *testing.T, d *discord) {
			if _, err := d.asks(t.Context(), c.method, c.path); err == nil || len(d.arrived) != c.want {
				t.Errorf("%s after a cut: got %v after %d requests, want %d", name, err, len(d.arrived), c.want)
			}
		})
	}
}

func TestWhatDiscordCannotHaveReceivedIsRepeated(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		dials := 0
		base := &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) {
			dials++
			return nil, errors.New("connection refused")
		}}
		client := &http.Client{Transport: New(Config{Base: base, Observe: func(event.Measure) {}})}
		r, _ := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://discord.test/api/v10"+followup, strings.NewReader("{}"))
		if _, err := client.Do(r); err == nil || dials != maxAttempts { //nolint:bodyclose // there is no answer
			t.Errorf("got %v after %d connections, want %d", err, dials, maxAttempts)
		}
	})
}

func TestInvalidRequestsStopBeforeDiscordBans(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		told := 0
		i := newInvalid(func(event.Event) { told++ })
		for n := range invalidStop {
			if i.exhausted(time.Now()) {
				t.Fatalf("no request is sent after %d", n)
			}
			i.add(time.Now())
			time.Sleep(time.Millisecond)
		}
		i.add(time.Now()) // of those that were on their way
		if !i.exhausted(time.Now()) || told != 1 {
			t.Errorf("after %d requests are sent: %v, and it was told %d times", invalidStop, !i.exhausted(time.Now()), told)
		}
		time.Sleep(invalidWindow)
		if i.exhausted(time.Now()) {
			t.Error("after ten minutes still no request is sent")
		}
	})
}

func TestNothingIsSentWhileTooManyAreInvalid(t *testing.T) {
	story(t, fine, func(t *testing.T, d *discord) {
		for range invalidStop {
			d.client.Transport.(*Transport).invalid.add(time.Now())
		}
		if _, err := d.asks(t.Context(), "POST", callback); !errors.Is(err, ErrInvalidBudget) || len(d.arrived) != 0 {
			t.Errorf("got %v and %d requests, want none", err, len(d.arrived))
		}
	})
}

func TestSharedLimitsAreNobodysFault(t *testing.T) {
	for _, c := range []struct {
		status int
		scope  string
		want   bool
	}{{401, "", true}, {403, "", true}, {404, "", false}, {429, scopeUser, true}, {429, scopeGlobal, true}, {429, scopeShared, false}, {200, "", false}} {
		if got := countsAsInvalid(c.status, c.scope); got != c.want {
			t.Errorf("%d %s counts: %v, want %v", c.status, c.scope, got, c.want)
		}
	}
}

func TestRoutesAreNamedWithoutIdsAndTokens(t *testing.T) {
	for path, want := range map[string]route{
		"GET /api/v10/gateway/bot":                   {"GET /gateway/bot", "GET /gateway/bot ", false, true},
		"PUT /api/v10/applications/12/commands":      {"PUT /applications/{id}/commands", "PUT /applications/{id}/commands ", false, true},
		"GET /api/v10/guilds/7/members/9":            {"GET /guilds/{id}/members/{id}", "GET /guilds/{id}/members/{id} 7", false, true},
		"POST /api/v10" + callback:                   {"POST /interactions/{id}/{token}/callback", "POST /interactions/{id}/{token}/callback 77/secret", true, true},
		"POST /api/v10" + followup:                   {"POST /webhooks/{id}/{token}", "POST /webhooks/{id}/{token} 5/secret", true, false},
		"DELETE /api/v10/webhooks/5/s/messages/1234": {"DELETE /webhooks/{id}/{token}/messages/{id}", "DELETE /webhooks/{id}/{token}/messages/{id} 5/s", true, true},
	} {
		method, path, _ := strings.Cut(path, " ")
		r, _ := http.NewRequest(method, "http://discord.test"+path, nil)
		if got := routeOf(r); got != want {
			t.Errorf("%s: got %+v, want %+v", path, got, want)
		}
	}
}
