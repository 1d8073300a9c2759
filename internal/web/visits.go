package web

import (
	"fmt"
	"net/http"
	"sync"
	"time"

	"github.com/gobwas/ws"

	"github.com/aurorabot/aurora/internal/access"
)

// Close codes of a socket whose rights have ended.
const (
	closeSignedOut     ws.StatusCode = 4401
	closeRightsChanged ws.StatusCode = 4403
)

// visits are the open sockets of those who showed a session or a key: how many each has,
// and whether they may still have them. Sockets of this machine are none of them.
type visits struct {
	access     *access.Service
	perAccount int // 0 = any number

	mu    sync.Mutex
	open  map[*visit]struct{}
	count map[string]int // by account
}

// visit is one of them, from before its handshake.
type visit struct {
	visits *visits
	caller caller

	mu     sync.Mutex
	socket *socket // nil until the handshake is done
}

func newVisits(service *access.Service, perAccount int) *visits {
	return &visits{access: service, perAccount: perAccount, open: make(map[*visit]struct{}), count: make(map[string]int)}
}

// begin takes a place for a socket of c's, which leave gives back. It returns nil for who
// needs none.
func (v *visits) begin(c caller) (*visit, *apiError) {
	if c.local {
		return nil, nil
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if account := c.account(); v.perAccount > 0 && v.count[account] >= v.perAccount {
		return nil, &apiError{
			status: http.StatusTooManyRequests, code: "too_many_sockets", retryAfter: 10 * time.Second,
			message: fmt.Sprintf("%d live connections of this account are open: close a page (AURORA_MAX_SOCKETS_PER_ACCOUNT)", v.perAccount),
		}
	}
	begun := &visit{visits: v, caller: c}
	v.open[begun] = struct{}{}
	v.count[c.account()]++
	return begun, nil
}

// leave gives the place back.
func (v *visit) leave() {
	if v == nil {
		return
	}
	all, account := v.visits, v.caller.account()
	all.mu.Lock()
	defer all.mu.Unlock()
	if _, open := all.open[v]; !open {
		return
	}
	delete(all.open, v)
	if all.count[account]--; all.count[account] == 0 {
		delete(all.count, account)
	}
}

// sits makes s the visit's socket.
func (v *visit) sits(s *socket) {
	if v == nil {
		return
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	v.socket = s
}

// check closes the sockets of those who may no longer have them.
func (v *visits) check() {
	for _, visit := range v.all() {
		switch visit.standing() {
		case access.Over:
			visit.end(closeSignedOut, "signed out")
		case access.Changed:
			visit.end(closeRightsChanged, "rights changed")
		case access.Stands:
		}
	}
}

func (v *visits) all() []*visit {
	v.mu.Lock()
	defer v.mu.Unlock()
	list := make([]*visit, 0, len(v.open))
	for visit := range v.open {
		list = append(list, visit)
	}
	return list
}

func (v *visit) standing() access.Standing {
	if v.caller.session.ID != "" {
		return v.visits.access.StandingOfSession(v.caller.session)
	}
	return v.visits.access.StandingOfKey(v.caller.key.ID)
}

// end closes the visit's socket. One that is still at its handshake is closed the next
// time.
func (v *visit) end(code ws.StatusCode, reason string) {
	v.mu.Lock()
	s := v.socket
	v.mu.Unlock()
	if s != nil {
		s.close(code, reason)
	}
}
