package discordsim

import "sync/atomic"

// counters count since the start. They are independent: no two need agree at an instant.
type counters struct {
	framesIn, framesOut                   atomic.Int64
	identifies, resumes, invalidSessions  atomic.Int64
	interactions, delivered, acknowledged atomic.Int64
	forgottenEarly                        atomic.Int64 // interactions, for want of room
	restRequests, rateLimited, restErrors atomic.Int64
	invalidRequests                       atomic.Int64 // 401, 403 and 429, of which Discord bears 10 000 in 10 minutes
}

func (c *counters) read() map[string]int64 {
	return map[string]int64{
		"framesIn":        c.framesIn.Load(),
		"framesOut":       c.framesOut.Load(),
		"identifies":      c.identifies.Load(),
		"resumes":         c.resumes.Load(),
		"invalidSessions": c.invalidSessions.Load(),
		"interactions":    c.interactions.Load(),
		"delivered":       c.delivered.Load(),
		"acknowledged":    c.acknowledged.Load(),
		"forgottenEarly":  c.forgottenEarly.Load(),
		"restRequests":    c.restRequests.Load(),
		"rateLimited":     c.rateLimited.Load(),
		"restErrors":      c.restErrors.Load(),
		"invalidRequests": c.invalidRequests.Load(),
	}
}
