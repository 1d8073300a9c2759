package web_test

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/web"
)

// beyond is more of everything than the limits of TestALimitIsReached allow, and in bytes
// more than the defaults do.
const beyond = 1200 << 10

// limited are the limits by name: where they are reached, how one is set to as good as nothing and to none, and
// what comes up against it.
var limited = map[string]struct {
	outside bool // they come through a proxy, where there is a login
	set     func(l *web.Limits, nothing bool)
	reaches func(s *site, nothing bool) bool
}{
	"the size of a header": {
		false,
		func(l *web.Limits, nothing bool) { l.HeaderBytes = pick(nothing, 1<<10) },
		func(s *site, _ bool) bool {
			return s.statusOf("GET", "/api/stats", "", "X-Long: "+strings.Repeat("x", beyond)) == http.StatusRequestHeaderFieldsTooLarge
		},
	},
	"the time of a header": {
		false,
		func(l *web.Limits, nothing bool) { l.HeaderTimeout = pick(nothing, time.Millisecond) },
		func(s *site, nothing bool) bool {
			return !s.answersInParts(nothing, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n", "\r\n")
		},
	},
	"the time of a body": {
		false,
		func(l *web.Limits, nothing bool) { l.BodyTimeout = pick(nothing, time.Millisecond) },
		func(s *site, nothing bool) bool {
			return !s.answersInParts(nothing, "POST /api/events HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 40\r\n\r\n",
				`{"type":"a.b","severity":"info"        }`)
		},
	},
	"the time between two requests": {
		false,
		func(l *web.Limits, nothing bool) { l.IdleTimeout = pick(nothing, time.Millisecond) },
		func(s *site, nothing bool) bool {
			conn, in := s.dialRaw()
			s.send(conn, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
			return !s.answered(in) || !s.isAnsweredLater(conn, in, nothing, "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
		},
	},
	"the time of a handshake": {
		false,
		func(l *web.Limits, nothing bool) { l.HandshakeTimeout = pick(nothing, time.Nanosecond) },
		func(s *site, _ bool) bool {
			_, err := s.tryDial("")
			return err != nil
		},
	},
	"the size of a body": {
		false,
		func(l *web.Limits, nothing bool) { l.BodyBytes = pick(nothing, 1<<10) },
		func(s *site, _ bool) bool {
			return s.statusOf("POST", "/api/access", strings.Repeat(" ", beyond)+`{"id":"7"`) == http.StatusRequestEntityTooLarge
		},
	},
	"the size of what another program brings": {
		false,
		func(l *web.Limits, nothing bool) { l.IngestBodyBytes = pick(nothing, 1<<10) },
		func(s *site, _ bool) bool {
			return s.statusOf("POST", "/api/events", strings.Repeat(" ", beyond)+`{"type"`) == http.StatusRequestEntityTooLarge
		},
	},
	"failed tries": {
		true,
		func(l *web.Limits, nothing bool) { l.FailedTriesPerMinute = pick(nothing, 1) },
		func(s *site, _ bool) bool {
			wrong := "Authorization: Bearer aur_" + strings.Repeat("a", 59)
			s.statusOf("GET", "/api/stats", "", remote(wrong)...)
			return s.statusOf("GET", "/api/stats", "", remote(wrong)...) == http.StatusTooManyRequests
		},
	},
	"the time of a login": {
		true,
		func(l *web.Limits, nothing bool) { l.LoginTimeout = pick(nothing, time.Nanosecond) },
		func(s *site, _ bool) bool {
			s.listed(access.RoleViewer)
			b := s.browser()
			status, _, _ := b.comesBack(b.begins("/"), "7")
			return status == http.StatusForbidden
		},
	},
	"the sockets of an account": {
		true,
		func(l *web.Limits, nothing bool) { l.SocketsPerAccount = pick(nothing, 1) },
		func(s *site, _ bool) bool {
			cookie := s.signedIn(1, access.RoleViewer)
			if _, err := s.dialWith(remote(cookie)...); err != nil {
				s.t.Fatal(err)
			}
			_, err := s.dialWith(remote(cookie)...)
			return err != nil
		},
	},
	"the events of a key": {
		true,
		func(l *web.Limits, nothing bool) { l.IngestPerSecond = pick(nothing, 1) },
		func(s *site, _ bool) bool {
			key := s.authorized("k", access.Ingest)
			event := `{"type":"a.b","severity":"info","title":"t","message":"m"}`
			batch := "[" + strings.Repeat(event+",", 999) + event + "]" // as many as one request may bring
			for range 3 {
				if s.statusOf("POST", "/api/events", batch, remote(key)...) == http.StatusTooManyRequests {
					return true
				}
			}
			return false
		},
	},
	"handshakes": {
		false,
		func(l *web.Limits, nothing bool) { l.HandshakesPerSecond = pick(nothing, 1) },
		func(s *site, _ bool) bool {
			for range 30 {
				if _, err := s.dialWith(); err != nil {
					return true
				}
			}
			return false
		},
	},
	"the size of a message": {
		false,
		func(l *web.Limits, nothing bool) { l.MessageBytes = pick(nothing, 128) },
		func(s *site, _ bool) bool {
			return s.hears(ws.NewTextFrame([]byte(strings.Repeat(" ", beyond)+`{"type":"PING"}`))) == 1009
		},
	},
	"messages": {
		false,
		func(l *web.Limits, nothing bool) { l.MessagesPer10s = pick(nothing, 1) },
		func(s *site, nothing bool) bool {
			c := s.dial("")
			c.expect("STATS_UPDATE")
			for range pick(!nothing, 30) + 2 {
				c.says(`{"type":"PING"}`)
				if c.next().Type == "ERROR" {
					return true
				}
			}
			return false
		},
	},
	"frames": {
		false,
		func(l *web.Limits, nothing bool) { l.FramesPer10s = pick(nothing, 1) },
		func(s *site, nothing bool) bool {
			var pings []ws.Frame
			for range pick(!nothing, 300) + 1 {
				pings = append(pings, ws.NewPingFrame(nil))
			}
			return s.hears(append(pings, ws.NewTextFrame([]byte(`{"type":"PING"}`)))...) == 1008
		},
	},
	"the events that are sent again": {
		false,
		func(l *web.Limits, nothing bool) { l.ReplayEvents = pick(nothing, 1) },
		func(s *site, _ bool) bool {
			s.records(20)
			c := s.dial("?after=0&epoch=" + s.journal.Epoch())
			c.expect("STATS_UPDATE")
			return c.next().Type == "RESET"
		},
	},
}

// pick is n, or 0.
func pick[T int | time.Duration](yes bool, n T) T {
	if yes {
		return n
	}
	return 0
}

// TestALimitIsReachedWhereItIsSmallAndNotWhereItIs0 is about the limits one by one; each
// of the others is as it is by default.
func TestALimitIsReachedWhereItIsSmallAndNotWhereItIs0(t *testing.T) {
	for name, c := range limited {
		for _, nothing := range []bool{true, false} {
			t.Run(fmt.Sprintf("%s, limited %v", name, nothing), func(t *testing.T) {
				more := setup{limits: func(l *web.Limits) { c.set(l, nothing) }}
				opens := open
				if c.outside {
					opens = openOutside
				}
				if got := c.reaches(opens(t, more), nothing); got != nothing {
					t.Errorf("the limit is reached: %v, want %v", got, nothing)
				}
			})
		}
	}
}

func (s *site) statusOf(method, path, body string, headers ...string) int {
	s.t.Helper()
	status, _, _ := s.sends(method, path, body, append(headers, "Content-Type: application/json")...)
	return status
}

// hears sends frames and returns with what code the socket is closed; 0 where a text, a
// PING, is answered.
func (s *site) hears(frames ...ws.Frame) ws.StatusCode {
	s.t.Helper()
	c := s.dial("")
	c.expect("STATS_UPDATE")
	for _, f := range frames {
		if ws.WriteFrame(c.conn, ws.MaskFrame(f)) != nil { // it is closed already
			break
		}
	}
	for {
		f, err := c.frame()
		switch {
		case err != nil:
			s.t.Fatal(err)
		case f.Header.OpCode == ws.OpText:
			return 0
		case f.Header.OpCode == ws.OpClose:
			code, _ := ws.ParseCloseFrameData(f.Payload)
			return code
		}
	}
}

func (s *site) dialRaw() (net.Conn, *bufio.Reader) {
	s.t.Helper()
	conn, err := (&net.Dialer{}).DialContext(s.t.Context(), "tcp", s.address)
	if err == nil {
		err = conn.SetDeadline(time.Now().Add(patience))
	}
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	return conn, bufio.NewReader(conn)
}

func (s *site) send(conn net.Conn, text string) {
	s.t.Helper()
	if _, err := io.WriteString(conn, text); err != nil {
		s.t.Fatal(err)
	}
}

// answersInParts reports whether a request of two parts is answered by what is behind the
// door; where it is limited, the second part never comes.
func (s *site) answersInParts(limited bool, first, second string) bool {
	s.t.Helper()
	conn, in := s.dialRaw()
	s.send(conn, first)
	return s.isAnsweredLater(conn, in, limited, second)
}

// isAnsweredLater sends the rest a moment later, unless there is a limit that ends the
// connection before.
func (s *site) isAnsweredLater(conn net.Conn, in *bufio.Reader, limited bool, rest string) bool {
	s.t.Helper()
	if limited {
		return s.answered(in)
	}
	time.Sleep(20 * time.Millisecond) // longer than the small limit; not shorter where the machine is busy
	s.send(conn, rest)
	return s.answered(in)
}

// answered reports whether an answer comes that is about what was sent, and not that it
// was not.
func (s *site) answered(in *bufio.Reader) bool {
	s.t.Helper()
	response, err := http.ReadResponse(in, nil)
	if err != nil {
		return false
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return response.StatusCode != http.StatusRequestTimeout && !strings.Contains(string(body), "did not come to its end")
}
