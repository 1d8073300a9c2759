package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestTheDefaultsOfTheLimits are those that the dashboard promises.
func TestTheDefaultsOfTheLimits(t *testing.T) {
	want := map[string]string{
		"max-handshakes-per-second": "500", "max-sockets-per-account": "10", "max-ingest-per-second": "5000", "max-failed-tries-per-minute": "10",
		"max-messages-per-10s": "20", "max-frames-per-10s": "200", "max-message-bytes": "16384", "max-body-bytes": "65536",
		"max-ingest-body-bytes": "1048576", "max-header-bytes": "16384", "max-replay-events": "10000", "max-ring-events": "10000",
		"max-ring-bytes": "8388608", "max-socket-buffer-bytes": "131072", "header-timeout": "5s", "body-timeout": "15s",
		"idle-timeout": "1m0s", "handshake-timeout": "10s", "slow-reader-timeout": "5s", "ping-interval": "20s", "silence-timeout": "45s",
		"login-timeout": "10m0s", "restart-spread": "5s", "close-spread": "10s", "stop-timeout": "25s",
	}
	var o limitOptions
	s := newSettings("serve", environment{})
	before := make(map[string]bool)
	s.VisitAll(func(f *flag.Flag) { before[f.Name] = true })
	o.define(s)
	got := make(map[string]string)
	s.VisitAll(func(f *flag.Flag) {
		if !before[f.Name] {
			got[f.Name] = f.DefValue
		}
	})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("want (-), got (+):\n%s", diff)
	}
	if err := o.check(); err != nil {
		t.Error(err)
	}
}

// without are the limits that 0 must not lift alone.
var without = map[string]string{"max-ring-events": "", "max-ring-bytes": "", "ping-interval": "--silence-timeout=0", "stop-timeout": ""}

func TestEachLimitCanBeLiftedByFlagEnvironmentAndFile(t *testing.T) {
	var all limitOptions
	for _, name := range all.names() {
		t.Run(name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			env := envPrefix + strings.ToUpper(strings.ReplaceAll(name, "-", "_"))
			key := strings.ReplaceAll(name, "-", "_")
			for how, from := range map[string]struct{ env, args, file string }{
				"flag": {args: "--" + name + "=0"}, "environment": {env: env + "=0"}, "file": {file: key + " = 0\n"},
			} {
				if err := os.WriteFile(configFile, []byte(from.file), 0o600); err != nil {
					t.Fatal(err)
				}
				args := slices.DeleteFunc([]string{from.args, without[name]}, func(arg string) bool { return arg == "" })
				o, err := parsed(t, []string{from.env}, args...)
				if err == nil {
					err = o.limits.check()
				}
				if got := o.limits.of(name); err != nil || got != "0" && got != "0s" {
					t.Errorf("by %s: got %s, %v", how, got, err)
				}
			}
		})
	}
}

// names are the settings of o.
func (o *limitOptions) names() (names []string) {
	for _, l := range o.counts() {
		names = append(names, l.name)
	}
	for _, l := range o.times() {
		names = append(names, l.name)
	}
	return names
}

// of is the value of one.
func (o *limitOptions) of(name string) string {
	for _, l := range o.counts() {
		if l.name == name {
			return fmt.Sprint(*l.value)
		}
	}
	for _, l := range o.times() {
		if l.name == name {
			return l.value.String()
		}
	}
	return ""
}

func TestLimitsThatCannotWorkAreRefusedByName(t *testing.T) {
	bad := map[string]string{
		"--max-ring-events=0 --max-ring-bytes=0": "--max-ring-bytes", "--ping-interval=0": "--silence-timeout",
		"--silence-timeout=10s": "--ping-interval", "--close-spread=25s": "--stop-timeout", "--header-timeout=5ns": "--header-timeout",
		"--max-message-bytes=10": "--max-message-bytes", "--max-messages-per-10s=2000000000": "--max-messages-per-10s", "--body-timeout=5": "body-timeout",
	}
	var all limitOptions
	for _, name := range all.names() {
		bad["--"+name+"=-1"] = name
	}
	for args, want := range bad {
		code, _, stderr := line(t, nil, append([]string{"demo"}, strings.Fields(args)...)...)
		if code != exitUsage || !strings.Contains(stderr, want) || strings.Count(stderr, "\n") != 1 {
			t.Errorf("%s: got exit %d, %q; want exit 2 and one line with %q", args, code, stderr, want)
		}
	}
}

func TestAProgramThatDoesNotEndIsBrokenOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		stuck := func(ctx context.Context) error {
			<-ctx.Done()
			time.Sleep(time.Minute)
			return nil
		}
		parts := newStages(t.Context())
		parts.start(stuck)
		began := time.Now()
		err := parts.stopWithin(25 * time.Second)
		if err == nil || !strings.Contains(err.Error(), "AURORA_STOP_TIMEOUT") || time.Since(began) != 25*time.Second {
			t.Errorf("after %v: got %v", time.Since(began), err)
		}
		synctest.Wait()
		parts = newStages(t.Context())
		parts.start(stuck)
		if began = time.Now(); errors.Join(parts.stopWithin(0)) != nil || time.Since(began) != time.Minute {
			t.Errorf("without a limit it was broken off after %v", time.Since(began))
		}
	})
}

// TestEverySettingIsDocumented compares docs/settings.md with the flags of all commands.
func TestEverySettingIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/settings.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := make(map[string]string)
	for _, row := range regexp.MustCompile("(?m)^\\| `(AURORA_[A-Z0-9_]+)` \\| ([^|]*)\\|").FindAllStringSubmatch(string(text), -1) {
		if _, twice := documented[row[1]]; twice {
			t.Errorf("%s stands there twice", row[1])
		}
		documented[row[1]] = strings.Trim(row[2], "` ")
	}
	known := knownSettings()
	slices.Sort(known)
	// These name one run of a command, or how to find the rest.
	known = slices.DeleteFunc(slices.Compact(known), func(name string) bool {
		return slices.Contains([]string{"AURORA_CONFIG", "AURORA_NAME", "AURORA_SCOPE", "AURORA_EXPIRES", "AURORA_ROLE", "AURORA_FORCE", "AURORA_REPLACE"}, name)
	})
	if diff := cmp.Diff(slices.Sorted(maps.Keys(documented)), known); diff != "" {
		t.Errorf("the document (-) and the settings (+):\n%s", diff)
	}
	var o serveOptions
	serveSettings(&o, environment{}).VisitAll(func(f *flag.Flag) {
		name := envPrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		if told, found := documented[name]; found && told != f.DefValue && (told != "" || f.DefValue != "0") {
			t.Errorf("%s: the default is told as %q, and is %q", name, told, f.DefValue)
		}
	})
}
