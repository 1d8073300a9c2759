package discordsim

import (
	"encoding/json"
	"errors"
	"log/slog"
	"net/http"
	"regexp"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

const apiPrefix = "/api/v10"

// rest is Discord's REST API. Its handlers return what to answer; serve alone writes it.
type rest struct {
	cfg      Config
	world    *world
	apps     *applications
	exchange *exchange
	knobs    *knobs
	faults   *faults
	failures failures
	grants   *grants
	ids      *mint
	notes    *notebook
	counts   *counters
	log      *slog.Logger
	open     *limits // of the routes that need no authorization
}

func newREST(cfg Config, w *world, apps *applications, x *exchange, k *knobs, f *faults, g *grants, ids *mint, n *notebook, c *counters) *rest {
	return &rest{
		cfg: cfg, world: w, apps: apps, exchange: x, knobs: k, faults: f, grants: g, ids: ids, notes: n, counts: c, log: cfg.Log,
		open: newLimits(),
	}
}

// userAgent is the form Discord asks for. https://docs.discord.com/developers/reference#user-agent
var userAgent = regexp.MustCompile(`^DiscordBot \(\S+, \S+\)`)

// route is one entry of the API.
type route struct {
	pattern string // of http.ServeMux, without the prefix
	open    bool   // needs no authorization
	bearer  string // the scope with which a user's token will do, "" = only a bot's will
	browser bool   // is also asked by programs that are no bots, and without the version
	exempt  bool   // from the global limit
	quota   quota  // ours, near what is observed: Discord publishes none
	major   string // the path's parameters that have a bucket of their own
	serve   func(*request) (reply, error)
}

// request is a request that passed the common rules.
type request struct {
	*http.Request
	route    route
	app      *application // nil on open routes, and where a user's token was sent
	grant    *grant       // what the user's token allows
	received time.Time
	fails    *failure // what is answered in place of what the route says; nil = nothing
	notes    *notebook
}

// reply is an answer; a nil body is none.
type reply struct {
	status int
	body   any
}

func (a *rest) routes() http.Handler {
	mux := http.NewServeMux()
	for _, table := range [][]route{a.identityRoutes(), a.guildRoutes(), a.oauthRoutes(), a.commandRoutes(), a.interactionRoutes(), a.webhookRoutes()} {
		for _, r := range table {
			method, path, _ := strings.Cut(r.pattern, " ")
			mux.Handle(method+" "+apiPrefix+path, a.handler(r))
			if r.browser {
				mux.Handle(method+" /api"+path, a.handler(r))
			}
		}
	}
	mux.Handle("/", a.handler(route{
		pattern: "unknown", open: true, exempt: true, quota: quota{100, time.Second},
		serve: func(*request) (reply, error) { return reply{}, errNotFound() },
	}))
	return mux
}

func (a *rest) handler(rt route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		req := &request{Request: r, route: rt, received: time.Now(), notes: a.notes}
		a.counts.restRequests.Add(1)
		w.Header().Set("Via", "1.1 google") // its absence would tell clients that Discord's edge banned them
		if !pause(r.Context(), a.knobs.restDelay()) {
			return
		}
		if a.misfortune(w, req) || !a.admit(w, req) {
			return
		}
		answer, err := rt.serve(req)
		if req.fails != nil {
			a.fail(w, req.fails)
			return
		}
		a.write(w, req, answer, err)
	})
}

// admit applies the rules common to all routes, in Discord's order; false: the answer is written.
func (a *rest) admit(w http.ResponseWriter, r *request) bool {
	if err := a.identify(r); err != nil {
		a.write(w, r, reply{}, err)
		return false
	}
	limits := a.open
	if r.app != nil {
		limits = r.app.limits
	}
	now := time.Now()
	if !r.route.exempt {
		if left := limits.take("global", globalQuota(), now); left.exceeded {
			a.refuse(w, r, left, "global")
			return false
		}
	}
	left := limits.take(r.bucket(), r.route.quota, now)
	if left.exceeded {
		a.refuse(w, r, left, "user")
		return false
	}
	left.announce(w.Header(), r.route.pattern, now)
	return true
}

// identify checks who asks and with what.
func (a *rest) identify(r *request) error {
	if a.knobs.fails() {
		return errInternal()
	}
	agent := r.UserAgent()
	if agent == "" {
		return errNoUserAgent()
	}
	if r.route.open && r.route.browser {
		return nil
	}
	if g, ok := a.grants.bearer(r.Header.Get("Authorization"), r.received); ok && g.allows(r.route.bearer) {
		r.grant = &g
		return nil
	}
	if !userAgent.MatchString(agent) {
		a.notes.note("user_agent", "%s %s came from %q", r.Method, r.URL.Path, agent)
	}
	if r.route.open {
		return nil
	}
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bot ")
	if !ok {
		return errUnauthorized("unauthorized")
	}
	if r.app, ok = a.apps.authenticate(token); !ok {
		return errUnauthorized("unauthorized")
	}
	if a.faults.meets(faultToken, 0) {
		return errUnauthorized("")
	}
	return nil
}

// refuse answers with a 429 that the bot has brought on itself.
func (a *rest) refuse(w http.ResponseWriter, r *request, left allowance, scope string) {
	a.notes.note("rate_limited", "%s exceeded %d requests (scope %s)", r.route.pattern, left.limit, scope)
	a.limit(w, r, left, scope)
}

// limit answers with a 429. Those of scope shared are nobody's fault, and are not held against the bot.
func (a *rest) limit(w http.ResponseWriter, r *request, left allowance, scope string) {
	a.counts.rateLimited.Add(1)
	if scope != "shared" {
		a.counts.invalidRequests.Add(1)
	}
	left.refuse(w, r.route.pattern, scope, time.Now())
}

func (a *rest) write(w http.ResponseWriter, r *request, answer reply, err error) {
	if err == nil {
		writeJSON(w, answer.status, answer.body)
		return
	}
	refusal, ok := errors.AsType[*apiError](err)
	if !ok {
		a.log.ErrorContext(r.Context(), "simulated REST request failed", "route", r.route.pattern, "err", err)
		refusal = &apiError{Status: http.StatusInternalServerError, Message: "500: Internal Server Error"}
	}
	if refusal.Rule != "" {
		a.notes.note(refusal.Rule, "%s %s: %s", r.Method, r.URL.Path, describe(refusal))
	}
	switch refusal.Status {
	case http.StatusUnauthorized, http.StatusForbidden:
		a.counts.invalidRequests.Add(1)
	}
	a.counts.restErrors.Add(1)
	writeJSON(w, refusal.Status, refusal)
}

// bucket names what the route's quota counts by.
func (r *request) bucket() string {
	key := []string{r.route.pattern}
	for major := range strings.FieldsSeq(r.route.major) {
		key = append(key, r.PathValue(major))
	}
	return strings.Join(key, " ")
}

// id reads a snowflake of the path.
func (r *request) id(name string) (snowflake.ID, error) {
	id, err := snowflake.Parse(r.PathValue(name))
	if err != nil {
		f := newForm()
		f.add(name, "NUMBER_TYPE_COERCE", "Value %q is not snowflake.", r.PathValue(name))
		return 0, f.err()
	}
	return id, nil
}

func describe(e *apiError) string {
	if e.Errors == nil {
		return e.Error()
	}
	return e.Error() + " " + string(mustJSON(e.Errors))
}

// writeJSON writes an answer. A failing connection is the client's affair.
func writeJSON(w http.ResponseWriter, status int, body any) {
	if body == nil {
		w.WriteHeader(status)
		return
	}
	encoded, err := json.Marshal(body)
	if err != nil {
		w.WriteHeader(http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	_, _ = w.Write(encoded)
}
