package web

import (
	"crypto/tls"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"runtime"
	"sync"
	"time"
)

// Certificate is what the server shows over TLS, from two files. When they change it is
// read anew, so that who renews it need not restart the program. It may be used from
// several goroutines.
type Certificate struct {
	certFile, keyFile string
	logger            *slog.Logger

	mu      sync.Mutex
	current *tls.Certificate
	read    [2]version
	looked  time.Time
}

// version tells one content of a file from the next.
type version struct {
	modified time.Time
	size     int64
}

// lookForCertificate is how old the knowledge of the files may be.
const lookForCertificate = time.Second

// LoadCertificate reads a certificate, with the chain behind it, and its key, both PEM.
// A key that any user of the machine can read is refused.
func LoadCertificate(certFile, keyFile string, logger *slog.Logger) (*Certificate, error) {
	c := &Certificate{certFile: certFile, keyFile: keyFile, logger: logger}
	if err := c.load(); err != nil {
		return nil, err
	}
	return c, nil
}

func (c *Certificate) load() error {
	read, err := c.versions()
	if err != nil {
		return err
	}
	pair, err := tls.LoadX509KeyPair(c.certFile, c.keyFile)
	if err != nil {
		return err
	}
	c.current, c.read = &pair, read
	return nil
}

func (c *Certificate) versions() (found [2]version, err error) {
	for i, path := range []string{c.certFile, c.keyFile} {
		info, err := os.Stat(path)
		if err != nil {
			return found, err
		}
		if path == c.keyFile && readableByAll(info) {
			return found, fmt.Errorf("%s can be read by every user of this machine: chmod 600 %s", path, path)
		}
		found[i] = version{info.ModTime(), info.Size()}
	}
	return found, nil
}

// readableByAll reports whether everybody can read a file. A group may: many systems have one
// for the keys of their servers.
func readableByAll(info fs.FileInfo) bool {
	return runtime.GOOS != "windows" && info.Mode().Perm()&0o007 != 0
}

// config is for a server with this certificate. The live socket needs HTTP/1.1.
func (c *Certificate) config() *tls.Config {
	return &tls.Config{
		MinVersion: tls.VersionTLS12, NextProtos: []string{"http/1.1"},
		GetCertificate: func(*tls.ClientHelloInfo) (*tls.Certificate, error) { return c.newest(time.Now()), nil },
	}
}

// newest is the certificate as the files have it, or the last that was whole: they are
// replaced one after the other.
func (c *Certificate) newest(now time.Time) *tls.Certificate {
	c.mu.Lock()
	defer c.mu.Unlock()
	if now.Sub(c.looked).Abs() < lookForCertificate {
		return c.current
	}
	c.looked = now
	if found, err := c.versions(); err == nil && found == c.read {
		return c.current
	}
	if err := c.load(); err != nil {
		c.logger.Warn("the certificate has changed and cannot be read; the last one stays", "error", err)
		return c.current
	}
	c.logger.Info("the certificate has changed and is read anew", "file", c.certFile)
	return c.current
}
