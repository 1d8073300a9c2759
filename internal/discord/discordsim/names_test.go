package discordsim

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestGuildsAndMembersMayBeGivenNames(t *testing.T) {
	long := strings.Repeat("é", 200)
	named, plain := newWorld(1, 3, 40), newWorld(1, 3, 40)
	named.rename([]string{"<script>", long})
	if g := named.guilds[0]; g.name != "<script>" || g.people()[0].name() != "<script>" || g.id != plain.guilds[0].id {
		t.Errorf("got the guild %d %q with %q", g.id, g.name, g.people()[0].name())
	}
	if g := named.guilds[1]; utf8.RuneCountInString(g.name) != 100 || utf8.RuneCountInString(named.guilds[0].people()[1].name()) != 32 {
		t.Errorf("got %q and %q, want no more than Discord has room for", g.name, named.guilds[0].people()[1].name())
	}
	if named.guilds[2].name != plain.guilds[2].name || named.guilds[1].people()[0].name() != plain.guilds[1].people()[0].name() {
		t.Error("others were renamed, too")
	}
}
