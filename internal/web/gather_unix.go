//go:build unix

package web

import (
	"errors"
	"os"
	"runtime"
	"syscall"
)

// passes is how often who gathers steps back for those that have arrived: as requests
// they wait for the commit that they share, are committed, published, and encoded.
const passes = 4

// gathering lets those come first who have arrived at the network but whose goroutines
// sleep. The scheduler does not look there while anybody can run, and who only yields
// can: so the gatherer waits for the network itself, for a byte of its own in a pipe.
type gathering struct {
	in, out *os.File
	raw     syscall.RawConn // of in
	asked   bool            // the byte is in the pipe
	await   func(fd uintptr) (done bool)
}

// newGathering takes two descriptors, until close.
func newGathering() (*gathering, error) {
	in, out, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	raw, err := in.SyscallConn()
	if err != nil {
		return nil, errors.Join(err, in.Close(), out.Close())
	}
	g := &gathering{in: in, out: out, raw: raw}
	g.await = g.look
	return g, nil
}

// gather costs two microseconds; where others keep the processor busy the scheduler looks
// at the network after 10 ms at the latest. Without descriptors it only yields.
func (g *gathering) gather() {
	if g == nil {
		runtime.Gosched()
		return
	}
	g.asked = false
	_ = g.raw.Read(g.await) // what fails does not wait
	for range passes {
		runtime.Gosched()
	}
}

// look puts the byte into the pipe, and takes it out when the network was looked at.
func (g *gathering) look(fd uintptr) (done bool) {
	var one [1]byte
	if g.asked {
		_, _ = syscall.Read(int(fd), one[:])
		return true
	}
	_, err := g.out.Write(one[:])
	g.asked = err == nil
	return !g.asked
}

func (g *gathering) close() {
	if g != nil {
		_ = errors.Join(g.in.Close(), g.out.Close()) // of a pipe that nobody else has
	}
}
