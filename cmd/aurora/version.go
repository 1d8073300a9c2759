package main

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
)

// version is set when a release is linked.
var version = "development"

func runVersion(_ context.Context, env environment) error {
	b := build(time.Time{})
	fmt.Fprintf(env.stdout, "aurora %s, commit %s, %s\n", b.Version, b.Commit, runtime.Version())
	return nil
}

// build says which program this is and since when it runs.
func build(startedAt time.Time) dashboard.Build {
	b := dashboard.Build{Version: version, Commit: "unknown", StartedAt: startedAt.UTC().Truncate(time.Millisecond)}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, setting := range info.Settings {
			if setting.Key == "vcs.revision" {
				b.Commit = setting.Value
			}
		}
	}
	return b
}
