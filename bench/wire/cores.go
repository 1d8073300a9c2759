//go:build linux

package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"runtime"
	"strconv"

	"golang.org/x/sys/unix"
)

// cores says which core is whose. Servers and driver on one core would take turns, and
// what one of them saves would be seen in the other.
type cores struct {
	pinned         bool
	server, driver int
}

// twoCores are the first two that this program may use.
func twoCores() (cores, error) {
	var set unix.CPUSet
	if err := unix.SchedGetaffinity(0, &set); err != nil {
		return cores{}, fmt.Errorf("ask for cores: %w", err)
	}
	var allowed []int
	for core := 0; len(allowed) < set.Count() && core < 1024; core++ {
		if set.IsSet(core) {
			allowed = append(allowed, core)
		}
	}
	if len(allowed) < 2 {
		return cores{}, errors.New("there is one core only: -pin=false lets servers and driver share it")
	}
	return cores{pinned: true, server: allowed[0], driver: allowed[1]}, nil
}

// pinDriver binds all threads of this program; those that follow inherit it.
func (c cores) pinDriver() error {
	threads, err := os.ReadDir("/proc/self/task")
	if err != nil {
		return err
	}
	for _, thread := range threads {
		id, err := strconv.Atoi(thread.Name())
		if err != nil {
			return err
		}
		if err := bind(id, c.driver); err != nil && !errors.Is(err, unix.ESRCH) {
			return err
		}
	}
	return nil
}

// launch calls start, which starts a server: its process inherits the core from this
// thread.
func (c cores) launch(start func() error) (err error) {
	if !c.pinned {
		return start()
	}
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	if err := bind(0, c.server); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, bind(0, c.driver)) }()
	return start()
}

func bind(thread, core int) error {
	var set unix.CPUSet
	set.Set(core)
	if err := unix.SchedSetaffinity(thread, &set); err != nil {
		return fmt.Errorf("bind to core %d: %w", core, err)
	}
	return nil
}

// raiseDescriptors raises the limit of open files as far as it goes, for this program
// and for the servers that it starts, and returns it.
func raiseDescriptors() (int, error) {
	var limit unix.Rlimit
	if err := unix.Getrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return 0, fmt.Errorf("limit of open files: %w", err)
	}
	limit.Cur = limit.Max
	if err := unix.Setrlimit(unix.RLIMIT_NOFILE, &limit); err != nil {
		return 0, fmt.Errorf("limit of open files: %w", err)
	}
	return int(min(limit.Cur, math.MaxInt32)), nil
}
