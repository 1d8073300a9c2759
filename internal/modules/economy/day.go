package economy

import "time"

// dayOf is the calendar day of an instant in its own zone. Days written so are
// ordered as texts are.
func dayOf(t time.Time) string { return t.Format(time.DateOnly) }

// before is the calendar day before another.
func before(day string) string {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return ""
	}
	return dayOf(t.AddDate(0, 0, -1))
}

// nextDay is the first instant after the calendar day of t in t's zone. It is not
// always a midnight: where the clocks are put forward over it the day begins later,
// and where they are put back over it there are two, of which the first counts.
func nextDay(t time.Time) time.Time {
	year, month, date := t.Date()
	midnight := time.Date(year, month, date+1, 0, 0, 0, 0, t.Location())
	start, end := midnight.ZoneBounds()
	if dayOf(midnight) == dayOf(t) { // there is none: it was taken for the hour before
		return end
	}
	if !start.IsZero() {
		_, offset := start.Add(-1).Zone() // of the clocks before they were put back
		first := time.Date(year, month, date+1, 0, 0, -offset, 0, time.UTC).In(t.Location())
		if first.Before(start) && dayOf(first) == dayOf(midnight) {
			return first
		}
	}
	return midnight
}

// startOf is the first instant of a calendar day in a zone.
func startOf(day string, zone *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly+" 15", before(day)+" 12", zone) // noon is on every clock
	if err != nil {
		return time.Time{}
	}
	return nextDay(t)
}
