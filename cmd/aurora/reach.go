package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/web"
)

// reachOptions say from where the dashboard can be reached, and how safely.
type reachOptions struct {
	addr           string
	tlsCert        string
	tlsKey         string
	trustedProxies string
}

func (o *reachOptions) define(s *settings) {
	s.StringVar(&o.addr, "addr", "127.0.0.1:8080", "where the dashboard listens; :0 takes a free port")
	s.StringVar(&o.tlsCert, "tls-cert", "", "the certificate of the dashboard and its chain, PEM; without one it speaks plain HTTP")
	s.StringVar(&o.tlsKey, "tls-key", "", "the certificate's key, PEM, in a file that not everybody can read")
	s.StringVar(&o.trustedProxies, "trusted-proxies", "", "addresses and networks of proxies whose X-Forwarded-For is believed, comma-separated")
}

func (o *reachOptions) check() (web.Proxies, error) {
	if _, err := web.LoopbackOnly(o.addr); err != nil {
		return nil, usageError("--addr: " + err.Error())
	}
	if (o.tlsCert == "") != (o.tlsKey == "") {
		return nil, usageError("--tls-cert and --tls-key belong together: set both, or none")
	}
	proxies, err := web.ParseProxies(strings.Split(o.trustedProxies, ","))
	if err != nil {
		return nil, usageError("--trusted-proxies: " + err.Error())
	}
	return proxies, nil
}

// certificate is nil where there is none.
func (o *reachOptions) certificate(logger *slog.Logger) (*web.Certificate, error) {
	if o.tlsCert == "" {
		return nil, nil
	}
	certificate, err := web.LoadCertificate(o.tlsCert, o.tlsKey, logger)
	if err != nil {
		return nil, usageError("--tls-cert and --tls-key: " + err.Error())
	}
	return certificate, nil
}

// scheme is that of the dashboard's own address.
func (o *reachOptions) scheme() string {
	if o.tlsCert != "" {
		return "https"
	}
	return "http"
}

// exposed reports whether other machines can reach the dashboard.
func (o *reachOptions) exposed() bool {
	loopback, err := web.LoopbackOnly(o.addr)
	return err == nil && !loopback
}

// checkReach refuses an address that others could reach while nobody could be asked
// who they are.
func (o *serveOptions) checkReach(ctx context.Context) error {
	if !o.reach.exposed() || o.login.configured() {
		return nil
	}
	found, err := o.hasKey(ctx)
	if err != nil {
		return err
	}
	if !found {
		return usageError(fmt.Sprintf("--addr: %q could be reached from other machines, and nobody could be asked who they are: set AURORA_DISCORD_CLIENT_ID and AURORA_DISCORD_CLIENT_SECRET for the login, or make a key with 'aurora key create', or listen at 127.0.0.1", o.reach.addr))
	}
	return nil
}

// hasKey reports whether there is an API key that is valid now.
func (o *serveOptions) hasKey(ctx context.Context) (found bool, err error) {
	if path, isFile := strings.CutPrefix(o.databaseURL, "sqlite:"); isFile {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return false, nil
		}
	}
	err = withAccess(ctx, databaseOptions{url: o.databaseURL}, func(doors *access.Service) error {
		list, err := doors.Keys(ctx)
		found = slices.ContainsFunc(list, func(k access.Key) bool { return k.Valid(time.Now()) })
		return err
	})
	return found, err
}
