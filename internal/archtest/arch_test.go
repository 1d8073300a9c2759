// Package archtest holds the rule of the house as a test: imports go down only.
//
// A new room gets a line in doors. A line is changed only together with
// docs/architecture.md.
package archtest_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const project = "github.com/aurorabot/aurora/"

// doors says which rooms each room may enter. A module's rules are rooms of the
// name internal/modules/x, its tables internal/modules/x/xsql, and so on.
var doors = map[string]string{
	"cmd/aurora":                   "*",
	"ui":                           "",
	"bench/wire":                   "",
	"internal/snowflake":           "",
	"internal/event":               "",
	"internal/module":              "",
	"internal/storage":             "",
	"internal/storage/storagetest": "",
	"internal/journal":             "internal/storage",
	"internal/access":              "",
	"internal/access/accesssql":    "internal/access internal/journal internal/storage",
	"internal/history":             "internal/storage",
	"internal/dashboard":           "",
	"internal/web":                 "internal/access internal/dashboard internal/history internal/journal internal/module",
	"internal/discord":             "internal/discord/gateway internal/discord/transport internal/module",
	"internal/discord/gateway":     "",
	"internal/discord/transport":   "",
	"internal/discord/oauth":       "",
	"internal/discord/pipenet":     "",
	"internal/discord/discordsim":  "",
	"internal/modules/x":           "internal/module",
	"internal/modules/x/xsql":      "internal/modules/x internal/journal internal/storage",
	"internal/modules/x/xtest":     "internal/modules/x internal/module",
	"internal/backup":              "internal/access/accesssql internal/history internal/journal internal/modules/x internal/modules/x/xsql internal/storage",
	"internal/archtest":            "",

	"internal/discord/discordsim/simtest":    "internal/discord/discordsim",
	"internal/storage/storagetest/faultdisk": "",
}

// everybody may enter these.
const everybody = "internal/snowflake internal/event"

// foreign says which libraries a room must not use, by the beginning of their path.
var foreign = map[string]string{
	"internal/modules/x": "database/sql net/http modernc.org github.com/jackc github.com/disgoorg github.com/gobwas",
	"internal/module":    "database/sql net/http modernc.org github.com/jackc github.com/disgoorg github.com/gobwas",
	"internal/event":     "database/sql net/http modernc.org github.com/jackc github.com/disgoorg github.com/gobwas",
	"internal/dashboard": "database/sql net/http modernc.org github.com/jackc github.com/disgoorg github.com/gobwas",
	"internal/journal":   "net/http github.com/disgoorg github.com/gobwas",
	"internal/history":   "net/http github.com/disgoorg github.com/gobwas",
	"internal/web":       "database/sql modernc.org github.com/jackc github.com/disgoorg",
	"internal/discord":   "database/sql modernc.org github.com/jackc",
	// What a shard reads is decoded here, and a limit is a number: no need of objects.
	"internal/discord/gateway":   "database/sql modernc.org github.com/jackc github.com/disgoorg",
	"internal/discord/transport": "database/sql modernc.org github.com/jackc github.com/disgoorg",
	"internal/discord/oauth":     "database/sql modernc.org github.com/jackc github.com/disgoorg",
	// The simulator is written from Discord's documents, or it would prove nothing.
	"internal/discord/discordsim": "database/sql modernc.org github.com/jackc github.com/disgoorg",
}

// room is the name under which a directory stands in the tables.
func room(dir string) string {
	parts := strings.Split(dir, "/")
	if len(parts) < 3 || parts[0] != "internal" || parts[1] != "modules" {
		return dir
	}
	if len(parts) == 3 {
		return "internal/modules/x"
	}
	return "internal/modules/x/" + strings.Replace(parts[3], parts[2], "x", 1)
}

func TestImportsGoDownOnly(t *testing.T) {
	rooms := map[string]bool{}
	err := filepath.WalkDir("../..", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && slices.Contains([]string{"node_modules", "dist", ".git", "e2e", "tools", "testdata"}, entry.Name()) {
			return fs.SkipDir
		}
		if !strings.HasSuffix(file, ".go") {
			return nil
		}
		dir := path.Dir(filepath.ToSlash(strings.TrimPrefix(file, "../../")))
		rooms[room(dir)] = true
		checkFile(t, dir, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for name := range doors {
		if !rooms[name] {
			t.Errorf("%s has a line in the table and does not exist", name)
		}
	}
}

func checkFile(t *testing.T, dir, file string) {
	t.Helper()
	allowed, known := doors[room(dir)]
	if !known {
		t.Errorf("%s is a new room: give it a line in the table of doors", dir)
		return
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	isTest := strings.HasSuffix(file, "_test.go")
	for _, spec := range parsed.Imports {
		imported := strings.Trim(spec.Path.Value, `"`)
		if inside, ours := strings.CutPrefix(imported, project); ours {
			if !isTest && !mayEnter(dir, inside, allowed) {
				t.Errorf("%s imports %s, which is not below it", file, inside)
			}
			continue
		}
		for library := range strings.FieldsSeq(foreign[room(dir)]) {
			if !isTest && (imported == library || strings.HasPrefix(imported, library+"/")) {
				t.Errorf("%s imports %s, which is not this room's business", file, imported)
			}
		}
	}
}

// mayEnter reports whether the room in dir may import the one in other. Two
// modules never know each other, though their rooms have one name in the table.
func mayEnter(dir, other, allowed string) bool {
	if allowed == "*" || slices.Contains(strings.Fields(everybody), other) {
		return true
	}
	if module, isModule := moduleOf(dir); isModule {
		if theirs, otherIsModule := moduleOf(other); otherIsModule && theirs != module {
			return false
		}
	}
	return slices.Contains(strings.Fields(allowed), room(other))
}

func moduleOf(dir string) (name string, ok bool) {
	parts := strings.Split(dir, "/")
	if len(parts) < 3 || parts[1] != "modules" {
		return "", false
	}
	return parts[2], true
}

func TestTheRuleSeesABreach(t *testing.T) {
	for _, c := range []struct {
		dir, other string
		want       bool
	}{
		{"internal/web", "internal/journal", true},
		{"internal/web", "internal/discord", false},
		{"internal/discord", "internal/modules/economy", false},
		{"internal/modules/economy", "internal/module", true},
		{"internal/modules/economy", "internal/modules/economy/economysql", false},
		{"internal/modules/economy/economysql", "internal/modules/economy", true},
		{"internal/modules/leveling/levelingsql", "internal/modules/economy", false},
		{"internal/event", "internal/snowflake", true},
		{"internal/event", "internal/journal", false},
		{"cmd/aurora", "internal/discord/discordsim", true},
	} {
		if got := mayEnter(c.dir, c.other, doors[room(c.dir)]); got != c.want {
			t.Errorf("%s to %s: got %v, want %v", c.dir, c.other, got, c.want)
		}
	}
}
