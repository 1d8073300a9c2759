package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestAKeyIsMadeListedAndRevoked(t *testing.T) {
	dir := t.TempDir()
	database := "--database-url=sqlite:" + filepath.Join(dir, "aurora.db")
	if code, _, stderr := line(t, nil, "key", "list", database); code != exitUsage || !strings.Contains(stderr, "there is no database") {
		t.Fatalf("without a database: got exit %d, %q", code, stderr)
	}
	if err := os.WriteFile(filepath.Join(dir, "aurora.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	code, stdout, stderr := line(t, nil, "key", "create", database, "--name", "grafana", "--scope", "read")
	secret, _, _ := strings.Cut(stdout, "\n")
	if code != exitOK || !strings.HasPrefix(secret, "aur_") {
		t.Fatalf("create: got exit %d, %q, %q", code, stdout, stderr)
	}
	_, stdout, _ = line(t, nil, "key", "list", "--data", dir)
	row := strings.Split(stdout, "\n")[1]
	id, _, _ := strings.Cut(row, " ")
	if !strings.Contains(row, "grafana") || !strings.Contains(row, "valid") || strings.Contains(stdout, secret[8:]) {
		t.Errorf("list: got %q", stdout)
	}
	if code, stdout, stderr := line(t, nil, "key", "revoke", id, database); code != exitOK || !strings.Contains(stdout, "revoked") {
		t.Errorf("revoke: got exit %d, %q, %q", code, stdout, stderr)
	}
	if _, stdout, _ := line(t, nil, "key", "list", database); !strings.Contains(stdout, "revoked") {
		t.Errorf("list: got %q", stdout)
	}
	if code, _, stderr := line(t, nil, "key", "revoke", "key_none", database); code != exitFailed || !strings.Contains(stderr, "aurora key list") {
		t.Errorf("revoke another: got exit %d, %q", code, stderr)
	}
}
