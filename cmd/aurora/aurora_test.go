package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// line runs a command line that is expected to end by itself.
func line(t *testing.T, env []string, args ...string) (code int, stdout, stderr string) {
	t.Helper()
	t.Chdir(t.TempDir())
	var out, errs bytes.Buffer
	code = run(t.Context(), environment{args: args, env: env, stdout: &out, stderr: &errs})
	return code, out.String(), errs.String()
}

// goodToken is well-shaped.
const goodToken = "AURORA_DISCORD_TOKEN=MTIzNDU2Nzg5MDEyMzQ1Njc4.x.y"

func TestWrongUsageIsOneLineThatNamesIt(t *testing.T) {
	for name, c := range map[string]struct {
		env  []string
		args []string
		want string
	}{
		"no command":               {nil, nil, "demo"},
		"an unknown command":       {nil, []string{"dmeo"}, "dmeo"},
		"an unknown flag":          {nil, []string{"demo", "--colour", "red"}, "--colour"},
		"an argument":              {nil, []string{"demo", "now"}, "now"},
		"a value that fits not":    {nil, []string{"demo", "--rate", "fast"}, "rate"},
		"an unknown setting":       {[]string{"AURORA_COLOUR=red"}, []string{"demo"}, "AURORA_COLOUR"},
		"a setting that fits not":  {[]string{"AURORA_RATE=fast"}, []string{"demo"}, "AURORA_RATE"},
		"a rate out of range":      {nil, []string{"demo", "--rate", "-1"}, "--rate"},
		"too few members":          {nil, []string{"demo", "--members", "3"}, "--members"},
		"no guild":                 {nil, []string{"demo", "--guilds", "0"}, "--guilds"},
		"no shard":                 {nil, []string{"sim", "--shards", "0"}, "--shards"},
		"a heartbeat too quick":    {nil, []string{"demo", "--heartbeat", "1ms"}, "--heartbeat"},
		"an address for everybody": {nil, []string{"demo", "--addr", "0.0.0.0:8080"}, "--addr"},
		"a dashboard for all":      {[]string{goodToken}, []string{"serve", "--addr", "0.0.0.0:8080"}, "AURORA_DISCORD_CLIENT_ID"},
		"half a login":             {[]string{goodToken, "AURORA_DISCORD_CLIENT_ID=1"}, []string{"serve"}, "AURORA_DISCORD_CLIENT_SECRET"},
		"a secret for all to see":  {[]string{goodToken}, []string{"serve", "--database-url", "postgres://aurora:hunter2@127.0.0.1/x"}, "AURORA_DATABASE_URL"},
		"half a certificate":       {[]string{goodToken}, []string{"serve", "--tls-cert", "cert.pem"}, "--tls-key"},
		"no certificate":           {[]string{goodToken}, []string{"serve", "--tls-cert", "none", "--tls-key", "none"}, "--tls-cert"},
		"a proxy of no address":    {nil, []string{"demo", "--trusted-proxies", "proxy"}, "--trusted-proxies"},
		"a simulator for all":      {nil, []string{"sim", "--sim-addr", ":8081"}, "--sim-addr"},
		"an origin with a path":    {nil, []string{"demo", "--allowed-origins", "http://a.example/x"}, "--allowed-origins"},
		"a log of no format":       {nil, []string{"demo", "--log-format", "xml"}, "--log-format"},
		"a log of no level":        {nil, []string{"demo", "--log-level", "loud"}, "log-level"},
		"no token":                 {nil, []string{"serve"}, "AURORA_DISCORD_TOKEN"},
		"a token that is none":     {[]string{"AURORA_DISCORD_TOKEN=hunter2"}, []string{"serve"}, "AURORA_DISCORD_TOKEN"},
		"a Discord of no address":  {[]string{goodToken, "AURORA_DISCORD_API_URL=nonsense"}, []string{"serve"}, "--discord-api-url"},
		"an unknown database":      {[]string{goodToken, "AURORA_DATABASE_URL=mysql://root:hunter2@x/y"}, []string{"serve"}, "--database-url"},
		"a rate that is no number": {nil, []string{"demo", "--rate", "NaN"}, "--rate"},
		"events kept for a moment": {nil, []string{"demo", "--retention", "1s"}, "--retention"},
		"events kept for minus":    {nil, []string{"demo", "--retention", "-1h"}, "--retention"},
		"hardly any events kept":   {nil, []string{"demo", "--retention-events", "9"}, "--retention-events"},
		"thresholds upside down":   {nil, []string{"demo", "--disk-warn-mib", "1"}, "--disk-warn-mib"},
		"a missing file":           {nil, []string{"demo", "--config", "nothing.toml"}, "nothing.toml"},
		"a key of no name":         {nil, []string{"key", "create", "--scope", "read"}, "--name"},
		"a key of no scope":        {nil, []string{"key", "create", "--name", "n"}, "--scope"},
		"a key that is not named":  {nil, []string{"key", "revoke"}, "ID"},
		"an id that is none":       {nil, []string{"access", "add", "mira", "--role", "admin"}, "mira"},
		"an account of no role":    {nil, []string{"access", "add", "7"}, "--role"},
		"an account not named":     {nil, []string{"access", "remove"}, "user id"},
		"an admin that is none":    {[]string{goodToken, "AURORA_ADMINS=7,mira"}, []string{"serve"}, "AURORA_ADMINS"},
		"a client of no secret":    {[]string{goodToken, "AURORA_DISCORD_CLIENT_ID=7"}, []string{"serve"}, "AURORA_DISCORD_CLIENT_SECRET"},
		"a client of no number":    {[]string{goodToken, "AURORA_DISCORD_CLIENT_ID=x", "AURORA_DISCORD_CLIENT_SECRET=hunter2"}, []string{"serve"}, "AURORA_DISCORD_CLIENT_ID"},
		"a login in the clear":     {[]string{goodToken, "AURORA_DISCORD_CLIENT_ID=7", "AURORA_DISCORD_CLIENT_SECRET=hunter2"}, []string{"serve", "--public-url", "http://aurora.example.org"}, "https://"},
		"sessions of a moment":     {[]string{goodToken, "AURORA_DISCORD_CLIENT_ID=7", "AURORA_DISCORD_CLIENT_SECRET=hunter2"}, []string{"serve", "--session-idle", "1s"}, "--session-idle"},
		"a key with a line break":  {nil, []string{"key", "create", "--name", "a\nb", "--scope", "read"}, "cannot be seen"},
		"no key command":           {nil, []string{"key"}, "create"},
		"a missing secret file":    {[]string{"AURORA_DISCORD_TOKEN_FILE=nothing"}, []string{"serve"}, "AURORA_DISCORD_TOKEN_FILE"},
	} {
		t.Run(name, func(t *testing.T) {
			code, _, stderr := line(t, c.env, c.args...)
			if strings.Contains(stderr, "hunter2") {
				t.Errorf("%q tells a secret", stderr)
			}
			if code != exitUsage || !strings.Contains(stderr, c.want) || strings.Count(stderr, "\n") != 1 {
				t.Errorf("got exit %d, %q; want exit 2 and one line with %q", code, stderr, c.want)
			}
		})
	}
}

func TestHelpListsTheSettingsWithTheirDefaults(t *testing.T) {
	code, stdout, _ := line(t, nil, "serve", "--help")
	if code != exitOK || !strings.Contains(stdout, "--addr") || !strings.Contains(stdout, "127.0.0.1:8080") || !strings.Contains(stdout, "AURORA_DISCORD_TOKEN") {
		t.Errorf("got exit %d, %s", code, stdout)
	}
	if code, stdout, _ := line(t, nil, "help"); code != exitOK || !strings.Contains(stdout, "aurora demo") {
		t.Errorf("got exit %d, %s", code, stdout)
	}
	if code, stdout, _ := line(t, nil, "version"); code != exitOK || !strings.Contains(stdout, "go1.") {
		t.Errorf("got exit %d, %s", code, stdout)
	}
}

// parsed are the settings of aurora serve as a shell would give them.
func parsed(t *testing.T, env []string, args ...string) (serveOptions, error) {
	t.Helper()
	var o serveOptions
	e := environment{args: args, env: env}
	_, err := serveSettings(&o, e).parse(e)
	return o, err
}

func TestAFlagWinsOverTheEnvironmentAndThatOverTheFile(t *testing.T) {
	t.Chdir(t.TempDir())
	file := "addr = \"127.0.0.1:1\"\nheartbeat = \"20s\"\npublic_url = \"http://file.example\"\nrate = 4\n"
	if err := os.WriteFile("aurora.toml", []byte(file), 0o600); err != nil {
		t.Fatal(err)
	}
	env := []string{"AURORA_ADDR=127.0.0.1:2", "AURORA_HEARTBEAT=30s", "HOME=/", "AURORA_TEST_POSTGRES_URL=x", "AURORA_RATE=3"}
	o, err := parsed(t, env, "--addr", "127.0.0.1:3")
	if err != nil {
		t.Fatal(err)
	}
	if o.reach.addr != "127.0.0.1:3" || o.heartbeat.String() != "30s" || o.publicURL != "http://file.example" || o.databaseURL != "sqlite:aurora.db" {
		t.Errorf("got %+v", o.options)
	}
}

func TestAFileOfSettingsIsReadStrictly(t *testing.T) {
	t.Chdir(t.TempDir())
	for _, file := range []string{
		"colour = \"red\"", "Addr = \"127.0.0.1:1\"", "public-url = \"http://a.example\"", "heartbeat = \"soon\"",
		"discord_token = \"secret\"", "addr = ", "[addr]\nx = 1",
	} {
		if err := os.WriteFile("other.toml", []byte(file), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := parsed(t, nil, "--config", "other.toml")
		if _, ok := errors.AsType[usageError](err); !ok || strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: got %v, want a usage error", file, err)
		}
	}
}

func TestATokenComesFromTheEnvironmentOrAFileOfItsOwner(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "token")
	if err := os.WriteFile(path, []byte("from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if o, err := parsed(t, []string{"AURORA_DISCORD_TOKEN=from-env"}); err != nil || o.token != "from-env" {
		t.Errorf("got %q, %v", o.token, err)
	}
	if o, err := parsed(t, []string{"AURORA_DISCORD_TOKEN_FILE=" + path}); err != nil || o.token != "from-file" {
		t.Errorf("got %q, %v", o.token, err)
	}
	if _, err := parsed(t, []string{"AURORA_DISCORD_TOKEN=a", "AURORA_DISCORD_TOKEN_FILE=" + path}); err == nil {
		t.Error("two tokens are taken")
	}
	if _, err := parsed(t, nil, "--discord-token", "from-flag"); err == nil || strings.Contains(err.Error(), "from-flag") {
		t.Errorf("a token on the command line, which everybody can see: %v", err)
	}
	if err := os.Chmod(path, 0o640); err != nil {
		t.Fatal(err)
	}
	if _, err := parsed(t, []string{"AURORA_DISCORD_TOKEN_FILE=" + path}); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("a file that others can read: %v", err)
	}
}

// TestADatabasesPasswordIsNotLeftForOthers is part of requirement A8.
func TestADatabasesPasswordIsNotLeftForOthers(t *testing.T) {
	t.Chdir(t.TempDir())
	t.Setenv("PGPASSWORD", "")
	t.Setenv("PGPASSFILE", "pgpass")
	settings := func(mode os.FileMode) error {
		if err := os.WriteFile("aurora.toml", []byte(`database_url = "postgres://aurora:hunter2@127.0.0.1:1/x"`), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod("aurora.toml", mode); err != nil {
			t.Fatal(err)
		}
		_, err := parsed(t, nil)
		return err
	}
	if err := settings(0o600); err != nil {
		t.Error(err)
	}
	err := settings(0o644)
	if _, ok := errors.AsType[usageError](err); !ok || !strings.Contains(err.Error(), "chmod 600 aurora.toml") || strings.Contains(err.Error(), "hunter2") {
		t.Errorf("a file of settings that others can read: %v", err)
	}
	if err := os.WriteFile("pgpass", []byte("*:*:*:*:hunter2"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := checkDatabase("postgres://aurora@127.0.0.1:1/x"); err == nil || !strings.Contains(err.Error(), "chmod 600 pgpass") {
		t.Errorf("a file of passwords that others can read: %v", err)
	}
	for _, url := range []string{"postgres://a:b@x/y", "postgresql://x/y?password=b", "postgres://a:%zz@x/y", "postgres://x/y?sslpassword=b"} {
		if !hasPassword(url) {
			t.Errorf("%s has a password", url)
		}
	}
	for _, url := range []string{"postgres://a@x/y", "sqlite:a:b@c", "https://a:b@x", "", "postgres"} {
		if hasPassword(url) {
			t.Errorf("%s has no password", url)
		}
	}
}

func TestPartsEndInTheReverseOfTheirOrder(t *testing.T) {
	var ended []string
	parts := newStages(t.Context())
	for _, name := range []string{"database", "journal", "bot"} {
		parts.start(func(ctx context.Context) error {
			<-ctx.Done()
			ended = append(ended, name)
			return nil
		})
	}
	if err := parts.stop(); err != nil {
		t.Error(err)
	}
	if !slices.Equal(ended, []string{"bot", "journal", "database"}) {
		t.Errorf("ended in the order %v", ended)
	}
}

func TestAPartThatFailsEndsTheProgram(t *testing.T) {
	broken := errors.New("broken")
	parts := newStages(t.Context())
	parts.start(func(ctx context.Context) error { <-ctx.Done(); return nil })
	parts.start(func(context.Context) error { return broken })
	parts.wait() // would not return
	if err := parts.stop(); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
}

func TestASignalEndsTheProgram(t *testing.T) {
	ctx, signal := context.WithCancel(t.Context())
	parts := newStages(ctx)
	running := make(chan struct{})
	parts.start(func(ctx context.Context) error {
		if ctx.Err() != nil {
			t.Error("a part is ended by the signal itself and not in its turn")
		}
		close(running)
		<-ctx.Done()
		return nil
	})
	<-running
	signal()
	parts.wait()
	if err := parts.stop(); err != nil {
		t.Error(err)
	}
}
