package economy

import (
	"testing"
	"time"
	_ "time/tzdata" // the zones' rules are the same on every machine
)

func TestTheNextDayBeginsWhereTheClocksSaySo(t *testing.T) {
	for name, c := range map[string]struct{ zone, at, want string }{
		"an ordinary day":               {"UTC", "2026-11-21T18:56:00Z", "2026-11-22T00:00:00Z"},
		"the last instant of a year":    {"UTC", "2026-12-31T23:59:59Z", "2027-01-01T00:00:00Z"},
		"a day of 23 hours":             {"Europe/Berlin", "2026-03-29T00:30:00+01:00", "2026-03-30T00:00:00+02:00"},
		"a day of 25 hours":             {"Europe/Berlin", "2026-10-25T00:30:00+02:00", "2026-10-26T00:00:00+01:00"},
		"midnight is skipped":           {"America/Sao_Paulo", "2018-11-03T12:00:00-03:00", "2018-11-04T01:00:00-02:00"},
		"midnight is skipped in Cairo":  {"Africa/Cairo", "2025-04-24T12:00:00+02:00", "2025-04-25T01:00:00+03:00"},
		"there are two midnights":       {"America/Havana", "2026-10-31T12:00:00-04:00", "2026-11-01T00:00:00-04:00"},
		"after the first of the two":    {"America/Havana", "2026-11-01T00:30:00-04:00", "2026-11-02T00:00:00-05:00"},
		"the last hour comes twice":     {"America/Sao_Paulo", "2019-02-16T12:00:00-02:00", "2019-02-17T00:00:00-03:00"},
		"in the first of the two hours": {"America/Sao_Paulo", "2019-02-16T23:30:00-02:00", "2019-02-17T00:00:00-03:00"},
		"an offset of half an hour":     {"Australia/Lord_Howe", "2026-04-05T00:30:00+11:00", "2026-04-06T00:00:00+10:30"},
	} {
		t.Run(name, func(t *testing.T) {
			zone, err := time.LoadLocation(c.zone)
			if err != nil {
				t.Fatal(err)
			}
			at, err := time.Parse(time.RFC3339, c.at)
			if err != nil {
				t.Fatal(err)
			}
			if got := nextDay(at.In(zone)).Format(time.RFC3339); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

// TestEveryDayOfEveryZoneBeginsOnce goes through a year of days by their first instants.
func TestEveryDayOfEveryZoneBeginsOnce(t *testing.T) {
	for _, name := range []string{"Europe/Berlin", "America/Havana", "Africa/Cairo", "Asia/Beirut", "America/Santiago", "Atlantic/Azores", "Australia/Lord_Howe", "Pacific/Kiritimati"} {
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		at := time.Date(2026, 1, 1, 12, 0, 0, 0, zone)
		for day := dayOf(at); day < "2027-01-01"; {
			next := nextDay(at)
			if last := dayOf(next.Add(-time.Nanosecond)); last != day || before(dayOf(next)) != day {
				t.Fatalf("%s: after %s comes %s, whose last instant before is on %s", name, day, next, last)
			}
			if start := startOf(dayOf(next), zone); !start.Equal(next) {
				t.Fatalf("%s: %s begins at %s and at %s", name, dayOf(next), start, next)
			}
			at, day = next, dayOf(next)
		}
	}
}
