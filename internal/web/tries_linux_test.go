package web_test

import (
	"context"
	"io"
	"net"
	"net/http"
	"testing"

	"github.com/aurorabot/aurora/internal/access"
)

// from asks for the stats from another address of this machine, which Linux has a whole
// network of.
func (s *site) from(address, authorization string) (status int) {
	s.t.Helper()
	transport := &http.Transport{DialContext: func(ctx context.Context, network, to string) (net.Conn, error) {
		return (&net.Dialer{LocalAddr: &net.TCPAddr{IP: net.ParseIP(address)}}).DialContext(ctx, network, to)
	}}
	defer transport.CloseIdleConnections()
	r, err := http.NewRequestWithContext(s.t.Context(), http.MethodGet, "http://"+s.address+"/api/stats", http.NoBody)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", authorization)
	r.Header.Set("X-Forwarded-For", "192.0.2."+address[len(address)-1:]) // nobody's word that counts
	response, err := transport.RoundTrip(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer response.Body.Close()
	_, _ = io.Copy(io.Discard, response.Body)
	return response.StatusCode
}

// TestWhoTriesTooOftenShutsNobodyElseOut has one address try 100 keys in a minute.
func TestWhoTriesTooOftenShutsNobodyElseOut(t *testing.T) {
	s := openOutside(t, setup{tries: 10})
	s.listed(access.RoleViewer)
	statuses := make(map[int]int)
	for range 100 {
		statuses[s.from("127.0.0.2", "Bearer aur_wrong")]++
	}
	if statuses[http.StatusUnauthorized] != 10 || statuses[http.StatusTooManyRequests] != 90 {
		t.Errorf("got %v, want 10 times 401 and 90 times 429", statuses)
	}
	for _, address := range []string{"127.0.0.3", "127.0.0.4"} {
		if status := s.from(address, "Bearer aur_wrong"); status != http.StatusUnauthorized {
			t.Errorf("%s tries for the first time: got %d", address, status)
		}
	}
	b := s.browser() // from 127.0.0.1
	b.signsIn("7")
	if me := b.me(); !is(me.Role, "viewer") {
		t.Errorf("got %+v", me)
	}
}
