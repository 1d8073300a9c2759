package dashboard

import "time"

// usage is one command's last five minutes, or all commands'.
type usage struct {
	calls, failed, nearMiss window
	ack, total              sample
}

func (u *usage) record(at time.Time, failed bool, t timing) {
	u.calls.add(at)
	if failed {
		u.failed.add(at)
	}
	if t.AckMs != nil {
		u.ack.add(at, *t.AckMs)
		if *t.AckMs >= nearMissMs && *t.AckMs < deadlineMs {
			u.nearMiss.add(at)
		}
	}
	if t.TotalMs != nil {
		u.total.add(at, *t.TotalMs)
	}
}

// errorRate is the share of failed uses in the last five minutes; nil where there
// were none.
func (u *usage) errorRate(now time.Time) *float64 {
	calls := u.calls.sum(now, span)
	if calls == 0 {
		return nil
	}
	rate := float64(u.failed.sum(now, span)) / float64(calls)
	return &rate
}
