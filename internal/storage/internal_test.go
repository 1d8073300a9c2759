package storage

import "testing"

func TestPlaceholdersAreNumberedOutsideOfLiterals(t *testing.T) {
	for query, want := range map[string]string{
		"":                                  "",
		"SELECT 1":                          "SELECT 1",
		"VALUES (?, ?,?)":                   "VALUES ($1, $2,$3)",
		"SELECT '?', ?":                     "SELECT '?', $1",
		"SELECT 'it''s ?', ?, ''":           "SELECT 'it''s ?', $1, ''",
		`SELECT "what?" = ?`:                `SELECT "what?" = $1`,
		`SELECT '"', ?, "'", ?`:             `SELECT '"', $1, "'", $2`,
		`words LIKE ? ESCAPE '\' AND a = ?`: `words LIKE $1 ESCAPE '\' AND a = $2`,
		"é = ?":                             "é = $1",
		"(?,?,?,?,?,?,?,?,?,?)":             "($1,$2,$3,$4,$5,$6,$7,$8,$9,$10)",
	} {
		if got := numbered(query); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
}

func TestAServerThatCouldLoseSomethingIsRefused(t *testing.T) {
	good := server{number: 150000, version: "15.0", synchronousCommit: "on", encoding: "UTF8"}
	if err := good.check(); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*server){
		"too old":              func(s *server) { s.number = 140022 },
		"asynchronous commits": func(s *server) { s.synchronousCommit = "off" },
		"no Unicode":           func(s *server) { s.encoding = "LATIN1" },
	} {
		bad := good
		change(&bad)
		if bad.check() == nil {
			t.Errorf("%s: it is taken", name)
		}
	}
}
