package main

import (
	"testing"
	"time"
)

func TestEventsAreKeptFor90DaysAnd5Million(t *testing.T) {
	o, err := parsed(t, nil)
	if err != nil || o.retention.age != 90*24*time.Hour || o.retention.events != 5_000_000 {
		t.Errorf("got %+v, %v", o.retention, err)
	}
	o, err = parsed(t, []string{"AURORA_RETENTION=0"}, "--retention-events", "0")
	if err != nil || o.retention != (retentionOptions{}) || o.retention.check() != nil {
		t.Errorf("got %+v, %v, want no limits", o.retention, err)
	}
}
