package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"math"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/storage"
)

var quiet = slog.New(slog.DiscardHandler)

func TestAFullDiskIsToldInTheLogOnceAndInTheFigures(t *testing.T) {
	url := "sqlite:" + filepath.Join(t.TempDir(), "aurora.db")
	db, err := storage.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := journal.Open(t.Context(), db, &event.Bus{}, quiet); err != nil { // the tables are there
		t.Fatal(err)
	}
	db.Close()

	db, err = storage.OpenWith(t.Context(), url, storage.Options{RefuseBelow: math.MaxInt64})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	log, err := journal.Open(t.Context(), db, &event.Bus{}, quiet)
	if err != nil {
		t.Fatalf("the program does not start on a full disk: %v", err)
	}
	recorder := dashboard.NewRecorder(dashboard.Config{Now: time.Now, Logger: quiet, Economy: func(context.Context) (json.RawMessage, error) { return nil, nil }})
	watch := newStages(t.Context())
	watch.start(watchDisk(db, log, recorder))
	told := func() []event.Event {
		page, err := log.Select(t.Context(), journal.Filter{Types: []string{"system.disk.*"}})
		if err != nil {
			t.Fatal(err)
		}
		return page.Events
	}
	for deadline := time.Now().Add(30 * time.Second); len(told()) == 0 && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond)
	}
	if err := watch.stop(); err != nil {
		t.Error(err)
	}
	if got := told(); len(got) != 1 || got[0].Type != "system.disk.full" || got[0].Severity != event.Error || !strings.Contains(got[0].Message, "make room") {
		t.Errorf("got %+v", got)
	}
	if reasons := strings.Join(recorder.Stats().HealthReasons, "; "); !strings.Contains(reasons, "disk is full") {
		t.Errorf("got the reasons %s", reasons)
	}
}

func TestThresholdsOfTheDiskMustFit(t *testing.T) {
	for _, o := range []diskOptions{{warnMiB: 63, refuseMiB: 64}, {warnMiB: 1 << 40}, {warnMiB: 0, refuseMiB: 1 << 60}} {
		if err := o.check(); err == nil || !strings.Contains(err.Error(), "--disk-warn-mib") {
			t.Errorf("%+v: got %v", o, err)
		}
	}
	for _, o := range []diskOptions{{}, {warnMiB: 64, refuseMiB: 64}, {refuseMiB: 64}, {warnMiB: 1}} {
		if err := o.check(); err != nil {
			t.Errorf("%+v: %v", o, err)
		}
	}
}
