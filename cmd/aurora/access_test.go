package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheAccessListIsKeptAtTheCommandLine(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "aurora.db"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	database := "--database-url=sqlite:" + filepath.Join(dir, "aurora.db")
	const id = "18446744073709551615"
	if code, stdout, stderr := line(t, nil, "access", "add", id, "--role", "viewer", database); code != exitOK || !strings.Contains(stdout, id) {
		t.Errorf("add: got exit %d, %q, %q", code, stdout, stderr)
	}
	if code, _, stderr := line(t, nil, "access", "add", database, id, "--role", "admin"); code != exitOK {
		t.Errorf("another role: got exit %d, %q", code, stderr)
	}
	if _, stdout, _ := line(t, nil, "access", "list", "--data", dir); !strings.Contains(stdout, id+"  admin") || !strings.Contains(stdout, "command line") {
		t.Errorf("list: got %q", stdout)
	}
	if code, stdout, stderr := line(t, nil, "access", "remove", id, database); code != exitOK || !strings.Contains(stdout, id) {
		t.Errorf("remove: got exit %d, %q, %q", code, stdout, stderr)
	}
	if code, _, stderr := line(t, nil, "access", "remove", id, database); code != exitFailed || !strings.Contains(stderr, "aurora access list") {
		t.Errorf("remove again: got exit %d, %q", code, stderr)
	}
}

func TestANameFromOutsideDoesNotSteerTheTerminal(t *testing.T) {
	for name, want := range map[string]string{"mira": "mira", "a\x1b[2Jb": `"a\x1b[2Jb"`, "a\u202eb": `"a\u202eb"`, "": ""} {
		if got := printable(name); got != want {
			t.Errorf("%q: got %s, want %s", name, got, want)
		}
	}
}
