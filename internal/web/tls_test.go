package web_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/web"
)

// papers are a certificate's files, and what trusts it.
type papers struct {
	t                 *testing.T
	certFile, keyFile string
	trust             *tls.Config
}

func newPapers(t *testing.T) *papers {
	dir := t.TempDir()
	p := &papers{t: t, certFile: filepath.Join(dir, "cert.pem"), keyFile: filepath.Join(dir, "key.pem")}
	p.renew(1)
	return p
}

// renew writes a certificate of its own with a serial number.
func (p *papers) renew(serial int64) {
	p.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		p.t.Fatal(err)
	}
	template := &x509.Certificate{
		SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour), DNSNames: []string{"localhost", "aurora.example"},
		IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}, IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)
	if err != nil {
		p.t.Fatal(err)
	}
	private, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		p.t.Fatal(err)
	}
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der})
	if err := os.WriteFile(p.certFile, cert, 0o600); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(p.keyFile, pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600); err != nil {
		p.t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(cert)
	p.trust = &tls.Config{RootCAs: roots, ServerName: "localhost"}
}

func (p *papers) certificate() *web.Certificate {
	p.t.Helper()
	c, err := web.LoadCertificate(p.certFile, p.keyFile, slog.New(slog.DiscardHandler))
	if err != nil {
		p.t.Fatal(err)
	}
	return c
}

// dialTLS connects to /ws over TLS; what the client's kernel holds is bounded.
func (s *site) dialTLS(trust *tls.Config) *client {
	s.t.Helper()
	dialer := ws.Dialer{TLSConfig: trust, NetDial: func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		if err == nil {
			err = conn.(*net.TCPConn).SetReadBuffer(4096)
		}
		return conn, err
	}}
	conn, in, _, err := dialer.Dial(s.t.Context(), "wss://"+s.address+"/ws")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	if in == nil {
		in = bufio.NewReader(conn)
	}
	return &client{t: s.t, conn: conn, in: in}
}

func TestOverTLSEventsComeLiveAndASlowReaderHarmsNobody(t *testing.T) {
	p := newPapers(t)
	s := open(t, setup{certificate: p.certificate(), limits: func(l *web.Limits) { l.SlowReaderTimeout, l.RingEvents = 300*time.Millisecond, 1000 }})
	slow, quick, closing := s.dialTLS(p.trust), s.dialTLS(p.trust), s.dialTLS(p.trust)
	quick.expect("STATS_UPDATE")
	closing.expect("STATS_UPDATE")
	closing.sends(ws.MaskFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(ws.StatusNormalClosure, ""))))
	if code := closing.closed(); code != ws.StatusNormalClosure {
		t.Errorf("closed with %d", code)
	}
	if _, err := closing.frame(); !errors.Is(err, io.EOF) { // the end is announced: nothing was cut off
		t.Errorf("the connection ends with %v, want %v", err, io.EOF)
	}
	seq, large := uint64(0), bigEvent()
	eventually(t, "the slow one is gone", func() bool {
		for range 50 {
			if _, err := s.journal.Record(t.Context(), large); err != nil {
				t.Fatal(err)
			}
			seq++
			quick.expectEvents(seq, seq)
		}
		return s.hub.Clients() == 1
	})
	eventually(t, "the slow one's connection ended", func() bool {
		_, err := slow.frame()
		return err != nil
	})
	s.records(1)
	quick.expectEvents(seq+1, seq+1)
	s.stop()
	if code := quick.closed(); code != 1012 {
		t.Errorf("at the end closed with %d, want 1012", code)
	}
}

func TestOverTLSAPageIsToldToComeAgainOverTLS(t *testing.T) {
	p := newPapers(t)
	s := open(t, setup{certificate: p.certificate()})
	web := &http.Client{Transport: &http.Transport{TLSClientConfig: p.trust}}
	defer web.CloseIdleConnections()
	get := func(host, origin string) (status int, header http.Header) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+s.address+"/api/stats", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		r.Header.Set("Origin", origin)
		response, err := web.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		return response.StatusCode, response.Header
	}
	port := s.address[strings.LastIndex(s.address, ":"):]
	if status, header := get("localhost"+port, "https://localhost"+port); status != http.StatusOK || header.Get("Strict-Transport-Security") != "" {
		t.Errorf("our own page: %d; localhost must not be bound to TLS on all ports: %v", status, header)
	}
	if status, _ := get("localhost"+port, "http://localhost"+port); status != http.StatusForbidden {
		t.Errorf("a page that came without TLS: %d", status)
	}
	if _, header := get("aurora.example", ""); header.Get("Strict-Transport-Security") == "" {
		t.Errorf("got %v", header)
	}
}

func TestOldTLSIsRefused(t *testing.T) {
	p := newPapers(t)
	s := open(t, setup{certificate: p.certificate()})
	for _, c := range []struct {
		version uint16
		taken   bool
	}{{tls.VersionTLS10, false}, {tls.VersionTLS11, false}, {tls.VersionTLS12, true}, {tls.VersionTLS13, true}} {
		trust := p.trust.Clone()
		trust.MinVersion, trust.MaxVersion = c.version, c.version
		conn, err := tls.Dial("tcp", s.address, trust)
		if err == nil {
			conn.Close()
		}
		if (err == nil) != c.taken {
			t.Errorf("%s: %v", tls.VersionName(c.version), err)
		}
	}
}

func TestARenewedCertificateIsShownWithoutARestart(t *testing.T) {
	p := newPapers(t)
	s := open(t, setup{certificate: p.certificate()})
	shown := func() int64 {
		conn, err := tls.Dial("tcp", s.address, &tls.Config{InsecureSkipVerify: true}) // which one it is, is the question
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return conn.ConnectionState().PeerCertificates[0].SerialNumber.Int64()
	}
	if got := shown(); got != 1 {
		t.Fatalf("got the certificate %d", got)
	}
	if err := os.WriteFile(p.certFile, []byte("half of it"), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := shown(); got != 1 {
		t.Errorf("while it is being written, got the certificate %d", got)
	}
	p.renew(2)
	eventually(t, "the new certificate is shown", func() bool { return shown() == 2 })
}

func TestAKeyThatOthersCanReadIsRefused(t *testing.T) {
	p := newPapers(t)
	if err := os.Chmod(p.keyFile, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := web.LoadCertificate(p.certFile, p.keyFile, slog.New(slog.DiscardHandler)); err == nil || !strings.Contains(err.Error(), "chmod 600") {
		t.Errorf("got %v", err)
	}
	if _, err := web.LoadCertificate(p.keyFile, p.certFile, slog.New(slog.DiscardHandler)); err == nil {
		t.Error("a key is taken for a certificate")
	}
}
