package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/discord"
	"github.com/aurorabot/aurora/internal/discord/gateway"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/storage"
)

// doctor examines settings. What an early check learns serves the later ones.
type doctor struct {
	o       *serveOptions
	bot     *discord.Inspection // nil: Discord has not said
	skew    time.Duration       // Discord's clock minus ours
	reached bool                // Discord has answered
}

func newDoctor(o *serveOptions) *doctor { return &doctor{o: o} }

func (d *doctor) checks() []check {
	return []check{
		{"settings", d.settings},
		{"discord", d.discord},
		{"token", d.token},
		{"application", d.application},
		{"intents", d.intents},
		{"clock", d.clock},
		{"database", d.database},
		{"public URL", d.publicURL},
		{"proxy", d.proxy},
	}
}

func (d *doctor) settings(ctx context.Context) (string, error) {
	if _, err := d.o.check(); err != nil {
		return "", ailment{err.Error(), "'aurora serve --help' lists the settings"}
	}
	if err := d.o.checkReach(ctx); err != nil {
		return "", ailment{err.Error(), "set what is missing"}
	}
	if _, err := d.o.reach.certificate(slog.New(slog.DiscardHandler)); err != nil {
		return "", ailment{err.Error(), "see whether they are the right files, and whether this user may read them"}
	}
	return "they fit together", nil
}

// discord asks for what needs no token, and looks at the clock meanwhile.
func (d *doctor) discord(ctx context.Context) (string, error) {
	address := strings.TrimSuffix(d.o.discordURL, "/") + "/api/v10/gateway"
	way := wayTo(address)
	asked := time.Now()
	status, header, err := ask(ctx, address)
	if err != nil {
		return "", ailment{"it cannot be reached " + way + ": " + err.Error(), "look at this machine's network, its firewall and HTTPS_PROXY"}
	}
	if status != http.StatusOK {
		return "", ailment{fmt.Sprintf("it answers %d", status), "see https://discordstatus.com, or wait: it may have shut this address out for a while"}
	}
	d.reached = true
	if theirs, err := http.ParseTime(header.Get("Date")); err == nil {
		// The header has whole seconds, and was written somewhere on the way.
		d.skew = theirs.Add(time.Second / 2).Sub(asked.Add(time.Since(asked) / 2))
	}
	return fmt.Sprintf("reached %s in %v", way, time.Since(asked).Round(time.Millisecond)), nil
}

// wayTo says whether a proxy stands between us and an address.
func wayTo(address string) string {
	if to, err := url.Parse(address); err == nil {
		if proxy, err := http.ProxyFromEnvironment(&http.Request{URL: to}); err == nil && proxy != nil {
			return "through " + proxy.Host
		}
	}
	return "directly"
}

// ask makes a request of which only the status and the headers matter.
func ask(ctx context.Context, address string) (status int, header http.Header, err error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return 0, nil, err
	}
	r.Header.Set("User-Agent", "DiscordBot (https://github.com/aurorabot/aurora, "+version+")")
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, nil, err
	}
	return response.StatusCode, response.Header, response.Body.Close()
}

func (d *doctor) token(ctx context.Context) (string, error) {
	if err := d.o.checkDiscord(); err != nil {
		what, mend, _ := strings.Cut(err.Error(), ": ")
		return "", ailment{what, mend}
	}
	if !d.reached {
		return "", fmt.Errorf("%w: Discord is needed for it", errUnchecked)
	}
	bot, err := discord.New(discord.Config{
		Token: d.o.token, APIURL: d.o.discordURL, Version: version,
		Observe: func(event.Measure) {}, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		return "", err
	}
	inspection, err := bot.Inspect(ctx)
	if refused, ok := errors.AsType[*gateway.Refusal](err); ok {
		return "", ailment{refused.Error(), refused.Mend()}
	}
	if err != nil {
		return "", ailment{err.Error(), "try again in a minute"}
	}
	d.bot = &inspection
	return "Discord takes it", nil
}

func (d *doctor) application(context.Context) (string, error) {
	if d.bot == nil {
		return "", fmt.Errorf("%w: the token is needed for it", errUnchecked)
	}
	app := d.bot.Application
	if d.bot.Guilds == 0 {
		return "", ailment{
			fmt.Sprintf("%s (%s) is in no guild", app.Name, app.ID),
			fmt.Sprintf("invite it: https://discord.com/oauth2/authorize?client_id=%s&scope=bot+applications.commands", app.ID),
		}
	}
	if d.bot.StartsLeft <= d.bot.StartsTotal/10 {
		return "", ailment{
			fmt.Sprintf("%d of %d session starts are left", d.bot.StartsLeft, d.bot.StartsTotal),
			"wait until tomorrow, and find out which program with this token starts so often",
		}
	}
	return fmt.Sprintf("%s (%s), in about %d guilds, %d shards recommended, %d of %d session starts left",
		app.Name, app.ID, d.bot.Guilds, d.bot.Shards, d.bot.StartsLeft, d.bot.StartsTotal), nil
}

func (d *doctor) intents(context.Context) (string, error) {
	return "only GUILDS is used, which every bot is allowed", nil
}

// mostSkew is how wrong the clock may be: commands are dated by it.
const mostSkew = 3 * time.Second

func (d *doctor) clock(context.Context) (string, error) {
	if !d.reached {
		return "", fmt.Errorf("%w: Discord's is needed for it", errUnchecked)
	}
	if d.skew.Abs() > mostSkew {
		return "", ailment{
			fmt.Sprintf("it differs from Discord's by %v", d.skew.Round(time.Second)),
			"let the system set it by NTP (timedatectl set-ntp true): daily claims go by it",
		}
	}
	return fmt.Sprintf("within %v of Discord's", mostSkew), nil
}

func (d *doctor) database(ctx context.Context) (string, error) {
	if path, ok := strings.CutPrefix(d.o.databaseURL, "sqlite:"); ok && path != ":memory:" {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return d.newFile(path)
		}
	}
	db, err := storage.Open(ctx, d.o.databaseURL)
	if err != nil {
		return "", ailment{err.Error(), "see --database-url, and whether this user may open what it names"}
	}
	var one int
	if err := errors.Join(db.QueryRow(ctx, "SELECT 1").Scan(&one), db.Close()); err != nil {
		return "", ailment{err.Error(), "see whether the database is running"}
	}
	return "it answers", nil
}

// newFile looks whether the database's file could be made, without making it.
func (d *doctor) newFile(path string) (string, error) {
	trial, err := os.CreateTemp(filepath.Dir(path), ".aurora-doctor-*")
	if err != nil {
		return "", ailment{err.Error(), "make the directory, and let this user write to it"}
	}
	return path + " will be made at the first start", errors.Join(trial.Close(), os.Remove(trial.Name()))
}
