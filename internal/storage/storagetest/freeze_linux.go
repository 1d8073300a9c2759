package storagetest

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
)

// Freeze stops every process of the server where it stands: connections stay open, and
// nobody answers on them. It lasts until Thaw, or the end of the test.
func (c *Cluster) Freeze(t testing.TB) {
	t.Helper()
	t.Cleanup(func() { c.Thaw(t) })
	c.signal(t, syscall.SIGSTOP)
}

// Thaw ends a freeze.
func (c *Cluster) Thaw(t testing.TB) { t.Helper(); c.signal(t, syscall.SIGCONT) }

// signal signals the server's first process, so that it makes no new ones, and then
// those that it has made.
func (c *Cluster) signal(t testing.TB, sig syscall.Signal) {
	t.Helper()
	file, err := os.ReadFile(filepath.Join(c.dir, "data", "postmaster.pid"))
	if err != nil {
		t.Fatal(err)
	}
	first, _, _ := bytes.Cut(file, []byte("\n"))
	server, err := strconv.Atoi(string(first))
	if err != nil {
		t.Fatal(err)
	}
	if err := syscall.Kill(server, sig); err != nil {
		t.Fatal(err)
	}
	for _, child := range childrenOf(t, server) {
		_ = syscall.Kill(child, sig) // one that has ended meanwhile answers nobody either
	}
}

func childrenOf(t testing.TB, parent int) (children []int) {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range all {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// The name, in parentheses, may hold anything.
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if len(fields) > 1 && fields[1] == strconv.Itoa(parent) {
			pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
			if err != nil {
				t.Fatal(err)
			}
			children = append(children, pid)
		}
	}
	return children
}
