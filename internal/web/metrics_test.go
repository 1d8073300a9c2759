package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/aurorabot/aurora/internal/access"
)

func TestWhoMayReadTheMetrics(t *testing.T) {
	s := open(t, setup{})
	for name, c := range map[string]struct {
		headers []string
		want    int
	}{
		"this machine":        {nil, http.StatusOK},
		"a proxy":             {[]string{"X-Forwarded-For: 127.0.0.1"}, http.StatusForbidden},
		"another page":        {[]string{"Origin: http://evil.example"}, http.StatusForbidden},
		"a key for reading":   {[]string{"X-Forwarded-For: 10.0.0.1", s.authorized("r", access.Read)}, http.StatusOK},
		"a key for all":       {[]string{"X-Forwarded-For: 10.0.0.1", s.authorized("a", access.Admin)}, http.StatusOK},
		"a key for ingesting": {[]string{s.authorized("i", access.Ingest)}, http.StatusForbidden},
	} {
		if status, body, _ := s.request("GET", "/metrics", c.headers...); status != c.want || (status == http.StatusOK) != strings.Contains(body, "aurora_live_sockets") {
			t.Errorf("%s: got %d %.100s, want %d", name, status, body, c.want)
		}
	}
}

// expectMetrics waits until lines are served, such as "aurora_live_sockets 1".
func (s *site) expectMetrics(lines ...string) {
	s.t.Helper()
	for _, line := range lines {
		eventually(s.t, line, func() bool {
			_, body, _ := s.request("GET", "/metrics")
			return strings.Contains(body, "\n"+line+"\n")
		})
	}
}

func TestWhatIsWrittenToSocketsIsCounted(t *testing.T) {
	s := open(t, setup{before: 3})
	s.expectMetrics("aurora_live_sockets 0", "aurora_live_ring_oldest_seq 1", "aurora_live_ring_newest_seq 3", "aurora_live_delivery_seconds_count 0")
	live := s.dial("")
	live.expect("STATS_UPDATE")
	for seq := uint64(4); seq <= 6; seq++ { // in rounds of their own
		s.records(1)
		live.expectEvents(seq, seq)
	}
	s.expectMetrics("aurora_live_frames_written_total 4", fmt.Sprintf("aurora_live_bytes_written_total %d", live.received), "aurora_live_delivery_seconds_count 3")

	back := s.dial("?after=2&epoch=" + s.journal.Epoch())
	back.expect("STATS_UPDATE")
	back.expectEvents(3, 6)
	back.expect("RESUMED")
	lost := s.dial("?after=9&epoch=" + s.journal.Epoch())
	lost.expect("STATS_UPDATE")
	lost.expect("RESET")
	s.expectMetrics("aurora_live_sockets 3", "aurora_live_ring_newest_seq 6", "aurora_live_resumes_total 1",
		`aurora_live_resets_total{reason="future"} 1`, `aurora_live_resets_total{reason="epoch"} 0`, "aurora_live_slow_kicks_total 0",
		"aurora_live_frames_written_total 12", fmt.Sprintf("aurora_live_bytes_written_total %d", live.received+back.received+lost.received))
}

// TestFramesAreCountedWhoeverWritesThem has a client answered, and one of batches.
func TestFramesAreCountedWhoeverWritesThem(t *testing.T) {
	s := open(t, setup{})
	c := s.dial("")
	c.expect("STATS_UPDATE")
	c.says(`{"type":"PING"}`)
	c.expect("PONG")
	s.expectMetrics("aurora_live_frames_written_total 2")
	c.says(`{"type":"SUBSCRIBE","data":{"batch":true}}`)
	c.says(`{"type":"PING"}`) // when it is answered the other is done
	c.expect("PONG")
	s.records(1000)
	frames := 3
	for seq := uint64(0); seq < 1000; frames++ {
		seq = c.next().Seq
	}
	if frames > 500 {
		t.Fatalf("%d frames hold no batches", frames)
	}
	s.expectMetrics(fmt.Sprintf("aurora_live_frames_written_total %d", frames), fmt.Sprintf("aurora_live_bytes_written_total %d", c.received))
}
