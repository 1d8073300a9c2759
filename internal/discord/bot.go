// Package discord connects Aurora to Discord: the gateway's shards, the slash
// commands that the modules offer, and the replies. It alone knows Discord's wire.
//
// It holds no rules of any feature, and it stores nothing: what happened goes to
// the event log, and readings of the moment to whoever observes them.
package discord

import (
	"context"
	"encoding/base64"
	"errors"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	disgo "github.com/disgoorg/disgo/discord"
	"github.com/disgoorg/disgo/rest"
	"github.com/gorilla/websocket"

	"github.com/aurorabot/aurora/internal/discord/gateway"
	"github.com/aurorabot/aurora/internal/discord/transport"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/module"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// Journal takes events, all of them or none.
type Journal interface {
	RecordAll(ctx context.Context, events []event.Event) error
}

// Config is what a bot needs.
type Config struct {
	Token     string
	APIURL    string        // such as https://discord.com; REST is under /api/v10
	Version   string        // of this program, for the User-Agent
	Shards    int           // how many connections; 0: as many as Discord recommends
	DevGuild  snowflake.ID  // where the commands are registered; 0: everywhere
	Heartbeat time.Duration // between two heartbeats of a shard
	Commands  []module.Command
	Journal   Journal
	Observe   func(event.Measure)
	Logger    *slog.Logger

	// HTTP and Dialer reach Discord; nil is the usual network.
	HTTP   http.RoundTripper
	Dialer *websocket.Dialer
}

const (
	loginPause   = 5 * time.Second // after a login that failed
	refusedPause = 5 * time.Minute // after one that Discord refused: more tries would not mend it
)

// Bot is one application's presence on Discord. Run it once.
type Bot struct {
	cfg         Config
	application snowflake.ID
	commands    map[string]*module.Command // by their whole names: "eco grant"

	client   rest.Client
	rest     rest.Rest // over client
	guilds   guilds
	recorder *recorder
	uses     chan *answer
	seen     *seen
	lag      *lag
	endings  *endings
}

// New checks the token's shape and prepares a bot.
func New(cfg Config) (*Bot, error) {
	application, err := applicationOf(cfg.Token)
	if err != nil {
		return nil, err
	}
	if cfg.HTTP == nil {
		cfg.HTTP = connections()
	}
	if cfg.Dialer == nil {
		cfg.Dialer = gateway.NewDialer()
	}
	b := &Bot{
		cfg: cfg, application: application, commands: commandsByPath(cfg.Commands),
		recorder: newRecorder(cfg.Journal, cfg.Logger),
		uses:     make(chan *answer, maxWaiting),
		seen:     newSeen(),
		lag:      newLag(),
		endings:  newEndings(),
	}
	b.client = b.newClient()
	b.rest = rest.New(b.client, rest.WithDefaultAllowedMentions(disgo.AllowedMentions{Parse: []disgo.AllowedMentionType{}}))
	return b, nil
}

// CheckToken says whether a bot token has the shape of one, without asking Discord.
func CheckToken(token string) error {
	_, err := applicationOf(token)
	return err
}

// newClient is the library's. Its own limiter is left out, since the transport
// knows the limits, and so is its log, which has the tokens of interactions.
func (b *Bot) newClient() rest.Client {
	carried := transport.New(transport.Config{Base: b.cfg.HTTP, Tell: b.recorder.record, Observe: b.cfg.Observe})
	return rest.NewClient(b.cfg.Token,
		rest.WithURL(strings.TrimSuffix(b.cfg.APIURL, "/")+"/api/v10"),
		rest.WithUserAgent("DiscordBot (https://github.com/aurorabot/aurora, "+b.cfg.Version+")"),
		rest.WithHTTPClient(&http.Client{Transport: carried}),
		rest.WithRateLimiter(rest.NewNoopRateLimiter()),
		rest.WithLogger(slog.New(slog.DiscardHandler)))
}

// connections keeps a connection for every worker.
func connections() *http.Transport {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConnsPerHost = workerCount
	return t
}

// applicationOf reads the application's id, which is the first part of a bot token.
func applicationOf(token string) (snowflake.ID, error) {
	first, _, _ := strings.Cut(token, ".")
	text, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(first, "="))
	if err != nil || strings.Count(token, ".") != 2 {
		return 0, errors.New("the bot token is not one: copy it again from the Bot page of your application")
	}
	id, err := snowflake.Parse(string(text))
	if err != nil {
		return 0, errors.New("the bot token is not one: its first part is not an application id")
	}
	return id, nil
}

// Run keeps the bot connected until ctx ends. Then the shards are closed, the
// commands that were received are finished, and what they told is recorded.
func (b *Bot) Run(ctx context.Context) error {
	recording := b.recorder.start(ctx)
	closed := make(chan struct{})
	var workers sync.WaitGroup
	for range workerCount {
		workers.Go(func() { b.work(context.WithoutCancel(ctx), closed) })
	}
	over := make(chan struct{})
	var ending sync.WaitGroup
	ending.Go(func() { b.endButtons(context.WithoutCancel(ctx), over) })
	for ctx.Err() == nil {
		if err := b.connect(ctx); err != nil && ctx.Err() == nil {
			pause(ctx, b.afterFailure(err))
		}
	}
	close(closed)
	workers.Wait()
	close(over)
	ending.Wait()
	recording.finish()
	return nil
}

// connect logs in, registers the commands, and holds the shards until ctx ends or
// Discord refuses one of them.
func (b *Bot) connect(ctx context.Context) error {
	info, err := b.askGateway(ctx)
	if err != nil {
		return err
	}
	held, cancel := context.WithCancel(ctx)
	defer cancel()
	var registering sync.WaitGroup
	registering.Go(func() { b.register(held) })
	err = b.holdShards(held, info)
	cancel()
	registering.Wait()
	return err
}

// afterFailure tells why there is no connection to Discord, with the mend, and says
// how long to wait before the next try.
func (b *Bot) afterFailure(err error) time.Duration {
	wait, mend := loginPause, "Aurora tries again by itself"
	if refused, ok := errors.AsType[*gateway.Refusal](err); ok {
		wait, mend = refusedPause, refused.Mend()
		b.recorder.record(event.Event{
			Type: "gateway.refused", Severity: event.Error, Source: "discord", Title: "Discord refuses the bot",
			Message: event.Clip(err.Error()+": "+mend, event.MaxMessage),
			Data:    event.Object(map[string]any{"code": refused.Code, "mend": mend}),
		})
	}
	b.cfg.Observe(event.GatewayDown{Reason: reasonOf(err), Mend: mend})
	b.cfg.Logger.Error("there is no connection to Discord", "error", err, "mend", mend, "again_in", wait.String())
	return wait
}

// reasonOf is err for who looks at the dashboard.
func reasonOf(err error) string {
	if asked, ok := errors.AsType[*url.Error](err); ok {
		return "Discord cannot be reached: " + asked.Err.Error()
	}
	return err.Error()
}

// restStatus is the HTTP status that err carries, or 0.
func restStatus(err error) int {
	if answer, ok := errors.AsType[*rest.Error](err); ok && answer.Response != nil {
		return answer.Response.StatusCode
	}
	return 0
}

func pause(ctx context.Context, d time.Duration) {
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}
