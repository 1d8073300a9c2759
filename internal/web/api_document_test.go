package web

import (
	"os"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/aurorabot/aurora/internal/dashboard"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/history"
)

// TestEveryFigureIsDocumented compares the tables of docs/http-api.md with the types
// that are sent.
func TestEveryFigureIsDocumented(t *testing.T) {
	text, err := os.ReadFile("../../docs/http-api.md")
	if err != nil {
		t.Fatal(err)
	}
	for heading, sent := range map[string]any{
		"## DashboardStats": dashboard.Stats{}, "## Command": dashboard.Command{}, "### CommandMinute": dashboard.CommandMinute{},
		"### CommandError": dashboard.CommandError{}, "## Route": dashboard.Route{}, "### Trace summary": dashboard.TraceSummary{},
		"### Point": history.Point{}, "### Yesterday": history.Hourly{},
	} {
		if diff := cmp.Diff(documented(string(text), heading), fieldsOf(reflect.TypeOf(sent), "")); diff != "" {
			t.Errorf("%s: the document (-) and what is sent (+):\n%s", heading, diff)
		}
	}
	for heading, sent := range map[string][2]any{ // what the longer one has more
		"## Trace": {dashboard.Trace{}, dashboard.TraceSummary{}}, "## ShardDetail": {dashboard.ShardDetail{}, dashboard.Shard{}},
	} {
		more := slices.DeleteFunc(fieldsOf(reflect.TypeOf(sent[0]), ""), func(name string) bool {
			return slices.Contains(fieldsOf(reflect.TypeOf(sent[1]), ""), name)
		})
		if diff := cmp.Diff(documented(string(text), heading), more); diff != "" {
			t.Errorf("%s: the document (-) and what is sent (+):\n%s", heading, diff)
		}
	}
}

// documented are the first names in the rows of the table under a heading.
func documented(text, heading string) []string {
	_, section, _ := strings.Cut(text, "\n"+heading+"\n")
	section, _, _ = strings.Cut(section, "\n#")
	var names []string
	for _, row := range regexp.MustCompile("(?m)^\\| `([^`]+)`").FindAllStringSubmatch(section, -1) {
		names = append(names, row[1])
	}
	slices.Sort(names)
	return names
}

// leaves are types whose parts have a table of their own, or need none.
var leaves = []reflect.Type{
	reflect.TypeFor[time.Time](), reflect.TypeFor[event.Event](), reflect.TypeFor[event.Ref](), reflect.TypeFor[dashboard.Pct](),
	reflect.TypeFor[dashboard.CommandSummary](), reflect.TypeFor[dashboard.CommandError](), reflect.TypeFor[dashboard.Span](), reflect.TypeFor[dashboard.Probe](),
}

// fieldsOf are the names on the wire of a type's fields, and of theirs.
func fieldsOf(of reflect.Type, prefix string) []string {
	var names []string
	for field := range of.Fields() {
		if field.Anonymous {
			names = append(names, fieldsOf(field.Type, prefix)...)
			continue
		}
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		names = append(names, within(field.Type, prefix+name)...)
	}
	slices.Sort(names)
	return names
}

// within are the names of what a field holds, which is called name.
func within(of reflect.Type, name string) []string {
	for of.Kind() == reflect.Pointer {
		of = of.Elem()
	}
	switch {
	case of.Kind() == reflect.Slice && of.Elem().Kind() == reflect.Struct:
		return within(of.Elem(), name+"[]")
	case of.Kind() != reflect.Struct || of.NumField() == 0 || slices.Contains(leaves, of):
		return []string{name}
	}
	return fieldsOf(of, name+".")
}
