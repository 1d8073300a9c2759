//go:build !unix

package web

import "runtime"

// gathering only yields here.
type gathering struct{}

func newGathering() (*gathering, error) { return nil, nil }

func (*gathering) gather() { runtime.Gosched() }

func (*gathering) close() {}
