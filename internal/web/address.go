package web

import (
	"context"
	"fmt"
	"net/http"
	"net/netip"
	"slices"
	"strings"
)

// Proxies are the addresses whose word about a client's address is believed.
type Proxies []netip.Prefix

// ParseProxies reads a list of addresses and networks: 192.0.2.7, 10.0.0.0/8, ::1.
func ParseProxies(list []string) (Proxies, error) {
	var proxies Proxies
	for _, text := range list {
		text = strings.TrimSpace(text)
		if text == "" {
			continue
		}
		network, err := parseNetwork(text)
		if err != nil {
			return nil, fmt.Errorf("%.100q is neither an address nor a network: write 192.0.2.7 or 10.0.0.0/8", text)
		}
		proxies = append(proxies, network)
	}
	return proxies, nil
}

func parseNetwork(text string) (netip.Prefix, error) {
	if strings.Contains(text, "/") {
		network, err := netip.ParsePrefix(text)
		return network.Masked(), err
	}
	address, err := netip.ParseAddr(text)
	if err != nil {
		return netip.Prefix{}, err
	}
	return address.Unmap().WithZone("").Prefix(address.Unmap().BitLen())
}

func (p Proxies) trust(address netip.Addr) bool {
	return slices.ContainsFunc(p, func(n netip.Prefix) bool { return n.Contains(address) })
}

// clientOf is the address of the client that makes r. Each proxy appends to
// X-Forwarded-For whom it was called by, so the list is believed from its end on, as
// far as those who wrote it are trusted: what stands before that is the client's own
// word. An entry that cannot be read ends the search at the proxy that passed it on.
func (p Proxies) clientOf(r *http.Request) netip.Addr {
	address := peerOf(r)
	if !p.trust(address) {
		return address
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for _, hop := range slices.Backward(hops) {
		named, err := parseHop(hop)
		if err != nil {
			return address
		}
		if address = named; !p.trust(address) {
			return address
		}
	}
	return address
}

// parseHop reads an entry of X-Forwarded-For, to which some proxies add the port.
func parseHop(hop string) (netip.Addr, error) {
	hop = strings.TrimSpace(hop)
	if withPort, err := netip.ParseAddrPort(hop); err == nil {
		return plainAddress(withPort.Addr()), nil
	}
	address, err := netip.ParseAddr(strings.Trim(hop, "[]"))
	return plainAddress(address), err
}

// peerOf is who has opened the connection; no address where it is no network's.
func peerOf(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	return plainAddress(peer.Addr())
}

// plainAddress is one address for all ways to write it.
func plainAddress(address netip.Addr) netip.Addr { return address.Unmap().WithZone("") }

type addressKey struct{}

// addressed has clientAddress know whose request it is, before anything asks.
func addressed(proxies Proxies, next http.Handler) http.Handler {
	if len(proxies) == 0 {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), addressKey{}, proxies.clientOf(r))))
	})
}

// clientAddress is the address of the client that makes r: its own where it came
// through proxies that are trusted, else that of whoever connected to us.
func clientAddress(r *http.Request) netip.Addr {
	if address, ok := r.Context().Value(addressKey{}).(netip.Addr); ok {
		return address
	}
	return peerOf(r)
}

// limitedAs is what limits on trying count as one client. Whoever has one address of
// IPv6 has a whole /64 of them.
func limitedAs(address netip.Addr) netip.Prefix {
	bits := address.BitLen()
	if address.Is6() {
		bits = 64
	}
	network, err := address.Prefix(bits)
	if err != nil { // of no address at all
		return netip.Prefix{}
	}
	return network
}
