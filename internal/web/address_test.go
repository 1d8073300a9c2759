package web

import (
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
)

func TestAForwardedAddressCountsOnlyFromATrustedProxy(t *testing.T) {
	proxies, err := ParseProxies(strings.Split("127.0.0.1, ::1,10.0.0.0/8,2001:db8:1::/48", ","))
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		peer      string
		forwarded []string
		want      string
	}{
		"nobody between":             {"203.0.113.9:5", nil, "203.0.113.9"},
		"a stranger's word":          {"203.0.113.9:5", []string{"198.51.100.1"}, "203.0.113.9"},
		"a proxy's word":             {"127.0.0.1:5", []string{"198.51.100.1"}, "198.51.100.1"},
		"a client's word before it":  {"127.0.0.1:5", []string{"127.0.0.1, 192.0.2.1, 198.51.100.1"}, "198.51.100.1"},
		"two proxies":                {"127.0.0.1:5", []string{"192.0.2.1, 198.51.100.1, 10.1.2.3"}, "198.51.100.1"},
		"two lines":                  {"127.0.0.1:5", []string{"192.0.2.1", "198.51.100.1", "10.1.2.3"}, "198.51.100.1"},
		"a proxy that says nothing":  {"127.0.0.1:5", nil, "127.0.0.1"},
		"an empty line":              {"127.0.0.1:5", []string{""}, "127.0.0.1"},
		"an entry that is none":      {"127.0.0.1:5", []string{"198.51.100.1, unknown"}, "127.0.0.1"},
		"none behind a proxy":        {"127.0.0.1:5", []string{"' OR 1=1, 10.1.2.3"}, "10.1.2.3"},
		"only proxies":               {"127.0.0.1:5", []string{"10.1.2.4, 10.1.2.3"}, "10.1.2.4"},
		"a port":                     {"127.0.0.1:5", []string{"198.51.100.1:4711"}, "198.51.100.1"},
		"IPv6":                       {"[::1]:5", []string{"2001:db8:2::7"}, "2001:db8:2::7"},
		"IPv6 with a port":           {"[::1]:5", []string{"[2001:db8:2::7]:80"}, "2001:db8:2::7"},
		"IPv6 in brackets":           {"[::1]:5", []string{"[2001:db8:2::7]"}, "2001:db8:2::7"},
		"IPv4 in IPv6":               {"[::ffff:127.0.0.1]:5", []string{"::ffff:198.51.100.1"}, "198.51.100.1"},
		"a zone":                     {"[::1]:5", []string{"fe80::1%eth0"}, "fe80::1"},
		"a peer that is no address":  {"@", []string{"198.51.100.1"}, "invalid IP"},
		"a proxy of a whole network": {"[2001:db8:1:2::3]:5", []string{"2001:db8:2::7"}, "2001:db8:2::7"},
	} {
		t.Run(name, func(t *testing.T) {
			r := httptest.NewRequest(http.MethodGet, "/", nil)
			r.RemoteAddr = c.peer
			r.Header["X-Forwarded-For"] = c.forwarded
			var got netip.Addr
			addressed(proxies, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = clientAddress(r) })).ServeHTTP(nil, r)
			if got.String() != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
			if direct := clientAddress(r); direct != peerOf(r) {
				t.Errorf("without proxies: got %v", direct)
			}
		})
	}
}

func TestALongListOfHopsEndsWhereTrustEnds(t *testing.T) {
	proxies, err := ParseProxies([]string{"127.0.0.1"})
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.RemoteAddr = "127.0.0.1:5"
	r.Header.Set("X-Forwarded-For", strings.Repeat("127.0.0.1, ", 1000)+"198.51.100.1"+strings.Repeat(", 127.0.0.1", 100))
	if got := proxies.clientOf(r).String(); got != "198.51.100.1" {
		t.Errorf("got %s", got)
	}
}

func TestWhatIsNoProxyIsRefused(t *testing.T) {
	for _, text := range []string{"proxy.example", "10.0.0.0/33", "*", "10.0.0.0-10.0.0.9", "10.0.0.1:80", "10.0.0/8"} {
		if _, err := ParseProxies([]string{text}); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%s: got %v", text, err)
		}
	}
	if proxies, err := ParseProxies([]string{"", " "}); err != nil || len(proxies) != 0 {
		t.Errorf("none: got %v, %v", proxies, err)
	}
}

func TestANetworkOfIPv6IsOneClient(t *testing.T) {
	for address, want := range map[string]string{
		"198.51.100.1":     "198.51.100.1/32",
		"2001:db8:1:2:3::": "2001:db8:1:2::/64",
		"2001:db8:1:2::9":  "2001:db8:1:2::/64",
	} {
		if got := limitedAs(netip.MustParseAddr(address)).String(); got != want {
			t.Errorf("%s: got %s, want %s", address, got, want)
		}
	}
	if got := limitedAs(netip.Addr{}); got.IsValid() {
		t.Errorf("no address: got %v", got)
	}
}
