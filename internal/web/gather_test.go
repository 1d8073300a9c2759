//go:build unix

package web

import (
	"net"
	"runtime"
	"sync/atomic"
	"testing"
)

// TestWhoHasArrivedAtTheNetworkIsLetIn has one processor, and on it a reader who sleeps
// although there is something to read, while another never stops gathering.
func TestWhoHasArrivedAtTheNetworkIsLetIn(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	writing, err := net.Dial("tcp", listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer writing.Close()
	reading, err := listener.Accept()
	if err != nil {
		t.Fatal(err)
	}
	defer reading.Close()
	var got atomic.Int32
	go func() {
		for one := make([]byte, 1); ; got.Add(1) {
			if _, err := reading.Read(one); err != nil {
				return
			}
		}
	}()
	g, err := newGathering()
	if err != nil {
		t.Fatal(err)
	}
	defer g.close()
	for n := range int32(100) {
		if _, err := writing.Write([]byte{1}); err != nil {
			t.Fatal(err)
		}
		for got.Load() != n+1 { // at once, unless the kernel itself is late
			g.gather()
		}
	}
}

func TestGatheringWithoutDescriptorsOnlyYields(*testing.T) {
	var none *gathering
	none.gather()
	none.close()
}
