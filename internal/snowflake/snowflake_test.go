package snowflake_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/aurorabot/aurora/internal/snowflake"
)

func TestTheLargestIDSurvivesJSON(t *testing.T) {
	const largest = snowflake.ID(1<<64 - 1)
	text, err := json.Marshal(largest)
	if err != nil || string(text) != `"18446744073709551615"` {
		t.Fatalf("got %s, %v", text, err)
	}
	var back snowflake.ID
	if err := json.Unmarshal(text, &back); err != nil || back != largest {
		t.Errorf("got %v, %v, want %v", back, err, largest)
	}
}

func TestAnIDCarriesItsTime(t *testing.T) {
	// The example of Discord's own page on snowflakes.
	id, err := snowflake.Parse("175928847299117063")
	if err != nil {
		t.Fatal(err)
	}
	want := time.Date(2016, 4, 30, 11, 18, 25, 796e6, time.UTC)
	if got := id.Time(); !got.Equal(want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := snowflake.At(want, uint64(id)); got != id {
		t.Errorf("got %v, want %v", got, id)
	}
}

func TestOnlyThePlainDecimalFormIsAnID(t *testing.T) {
	for _, text := range []string{"", "+1", "-1", "01", " 1", "1 ", "1e3", "0x1", "18446744073709551616", "1; DROP TABLE accounts"} {
		if id, err := snowflake.Parse(text); err == nil {
			t.Errorf("%q was read as %v", text, id)
		}
	}
}

func FuzzParseAcceptsOneTextPerID(f *testing.F) {
	f.Add("175928847299117063")
	f.Add("0")
	f.Fuzz(func(t *testing.T, text string) {
		id, err := snowflake.Parse(text)
		if err == nil && id.String() != text {
			t.Errorf("%q was read as %v", text, id)
		}
	})
}
