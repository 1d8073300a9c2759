package main

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/storage"
)

func TestAnAddressForAllNeedsSomebodyToAsk(t *testing.T) {
	database := "sqlite:" + filepath.Join(t.TempDir(), "aurora.db")
	check := func(env ...string) error {
		t.Helper()
		o, err := parsed(t, append(env, goodToken), "--addr", "0.0.0.0:0", "--database-url", database)
		if err != nil {
			t.Fatal(err)
		}
		return o.checkReach(t.Context())
	}
	refused := func(when string) {
		t.Helper()
		if err := check(); err == nil || !strings.Contains(err.Error(), "aurora key create") {
			t.Errorf("%s: got %v", when, err)
		}
	}
	refused("there is no database")
	aurora := func(args ...string) string {
		t.Helper()
		code, out, errs := line(t, nil, append(args, "--database-url", database)...)
		if code != exitOK {
			t.Fatalf("%v: exit %d, %s", args, code, errs)
		}
		return out
	}
	db, err := storage.Open(t.Context(), database)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	refused("there is no key")
	created := aurora("key", "create", "--name", "grafana", "--scope", "read")
	if err := check(); err != nil {
		t.Errorf("with a key: %v", err)
	}
	_, rest, _ := strings.Cut(created, "This is ")
	id, _, _ := strings.Cut(rest, " ")
	aurora("key", "revoke", id)
	refused("the key is revoked")
	if err := check("AURORA_DISCORD_CLIENT_ID=1", "AURORA_DISCORD_CLIENT_SECRET=hunter2"); err != nil {
		t.Errorf("with a login: %v", err)
	}
}
