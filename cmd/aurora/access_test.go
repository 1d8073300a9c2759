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
	if code, stdout, stderr := line(t, nil, "access", "add", id, "--role", "viewer", database); code != exitOK || !strings.Contains(stdout, id) || !strings.Contains(stdout, "nobody may sign in as admin") {
		t.Errorf("add: got exit %d, %q, %q", code, stdout, stderr)
	}
	if code, stdout, stderr := line(t, nil, "access", "add", database, id, "--role", "admin"); code != exitOK || strings.Contains(stdout, "nobody") {
		t.Errorf("another role: got exit %d, %q, %q", code, stdout, stderr)
	}
	if _, stdout, _ := line(t, nil, "access", "list", "--data", dir); !strings.Contains(stdout, id+"  admin") || !strings.Contains(stdout, "command line") {
		t.Errorf("list: got %q", stdout)
	}
	if code, stdout, stderr := line(t, nil, "access", "remove", id, database); code != exitOK || !strings.Contains(stdout, id) || !strings.Contains(stdout, "aurora access add ID --role admin") {
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

// TestAListOfAdminsThatIsNoneIsRefused: whom the settings let in is not guessed.
func TestAListOfAdminsThatIsNoneIsRefused(t *testing.T) {
	for _, text := range []string{"mira", "0", "-1", "1.5", "1e3", "0x10", "18446744073709551616", "1;2", "1 2", "*", "1,,x", "\u0661", "<@1>", "1\n2"} {
		var list userList
		if err := list.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q was read as %v", text, list)
		}
		if code, _, stderr := line(t, []string{goodToken, "AURORA_ADMINS=" + text}, "serve", "--addr", "127.0.0.1:0"); code != exitUsage || !strings.Contains(stderr, "AURORA_ADMINS") {
			t.Errorf("%q: got exit %d, %q", text, code, stderr)
		}
	}
	var list userList
	if err := list.UnmarshalText([]byte(" 1, 18446744073709551615 ,")); err != nil || len(list) != 2 {
		t.Errorf("got %v, %v", list, err)
	}
}
