package discordsim

import (
	"math"
	"net/http"
	"time"
)

// faultRequest is the body of POST /sim/faults.
type faultRequest struct {
	kind  string
	is    faultKind
	shard *int
	lasts time.Duration
}

// strike is POST /sim/faults: it lets something go wrong, at once. What befalls connections needs one.
func (c *control) strike(r *http.Request) (any, error) {
	req, err := c.readFault(r)
	if err != nil {
		return nil, err
	}
	var begun *fault
	if req.lasts > 0 {
		begun = c.faults.add(req.kind, req.shard, req.lasts) // first, for those who come back at once
	}
	hits := 0
	for _, app := range c.apps.all() {
		hits += app.gateway.strike(req)
	}
	if begun == nil && hits == 0 {
		return nil, refuse(http.StatusServiceUnavailable, "shard_not_connected", "shard", "no bot is connected there")
	}
	if begun == nil {
		begun = c.faults.add(req.kind, req.shard, 0)
	}
	return c.faults.hit(begun, hits), nil
}

func (c *control) readFault(r *http.Request) (faultRequest, error) {
	var req faultRequest
	body, err := readObject(r)
	if err != nil {
		return req, err
	}
	if err := body.string("kind", &req.kind); err != nil {
		return req, err
	}
	var known bool
	switch req.is, known = faultKindOf(req.kind); {
	case req.kind == "":
		return req, refuse(http.StatusBadRequest, "missing_field", "kind", "the field is needed")
	case !known:
		return req, refuse(http.StatusBadRequest, "unknown_kind", "kind", "there is no fault %.40q", req.kind)
	}
	seconds := req.is.lasts.Seconds()
	if err := body.number("seconds", &seconds, 0, maxFaultSeconds); err != nil {
		return req, err
	}
	if req.lasts = time.Duration(seconds * float64(time.Second)); req.lasts == 0 && !req.is.strikes {
		return req, refuse(http.StatusBadRequest, "out_of_range", "seconds", "a %s has to last", req.kind)
	}
	if req.shard, err = c.readShard(body, req.is); err != nil {
		return req, err
	}
	return req, body.rest()
}

// readShard reads the shard that a fault is for: one of those there are. A fault of another kind has none.
func (c *control) readShard(body *object, kind faultKind) (*int, error) {
	if !body.has("shard") {
		return nil, nil
	}
	var shard float64
	if err := body.number("shard", &shard, 0, float64(len(c.shardStates())-1)); err != nil {
		return nil, err
	}
	if shard != math.Trunc(shard) {
		return nil, refuse(http.StatusBadRequest, "wrong_type", "shard", "must be an integer")
	}
	if number := int(shard); kind.sharded {
		return &number, nil
	}
	return nil, nil
}
