package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// ailment is what is wrong and what to do about it.
type ailment struct{ what, mend string }

func (a ailment) Error() string { return a.what + ": " + a.mend }

// errUnchecked is a check for which something else is missing.
var errUnchecked = errors.New("not checked")

// check is one line of the doctor's.
type check struct {
	name string
	run  func(ctx context.Context) (finding string, err error)
}

// checkPatience is for one check.
const checkPatience = 15 * time.Second

func doctorSettings(o *serveOptions, env environment) *settings {
	s := serveSettings(o, env)
	s.Init("doctor", s.ErrorHandling())
	return s
}

// runDoctor looks, one after another, at what aurora serve would need.
func runDoctor(ctx context.Context, env environment) error {
	var o serveOptions
	s := doctorSettings(&o, env)
	if help, err := s.parse(env); help || err != nil {
		return err
	}
	wrong := 0
	for _, c := range newDoctor(&o).checks() {
		if !c.tell(ctx, env.stdout) {
			wrong++
		}
	}
	if wrong > 0 {
		return fmt.Errorf("%d of the checks found something wrong; what to do is said above", wrong)
	}
	return nil
}

// tell writes the check's lines and reports whether all is well.
func (c check) tell(ctx context.Context, out io.Writer) (well bool) {
	ctx, cancel := context.WithTimeout(ctx, checkPatience)
	defer cancel()
	finding, err := c.run(ctx)
	switch {
	case err == nil:
		fmt.Fprintf(out, "ok      %-12s %s\n", c.name, finding)
		return true
	case errors.Is(err, errUnchecked):
		fmt.Fprintf(out, "–       %-12s %v\n", c.name, err)
		return true
	}
	if a, ok := errors.AsType[ailment](err); ok {
		fmt.Fprintf(out, "WRONG   %-12s %s\n        %-12s what to do: %s\n", c.name, a.what, "", a.mend)
		return false
	}
	fmt.Fprintf(out, "WRONG   %-12s %v\n", c.name, err)
	return false
}
