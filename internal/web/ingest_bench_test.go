//go:build unix

package web_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"

	"github.com/aurorabot/aurora/internal/access"
)

// BenchmarkIngest is POST /api/events with an event of 300 bytes in each request, 64 of
// them in flight on connections that stay open. The clients write prepared bytes, so
// that nearly all of the CPU time is the server's.
func BenchmarkIngest(b *testing.B) {
	const clients = 64
	s := open(b, setup{queue: 4096})
	request := ingestRequest(s.address, s.authorized("load", access.Ingest))
	var left atomic.Int64
	left.Store(int64(b.N))
	var all sync.WaitGroup
	conns := make([]net.Conn, clients)
	for i := range conns {
		conn, err := net.Dial("tcp", s.address)
		if err != nil {
			b.Fatal(err)
		}
		defer conn.Close()
		conns[i] = conn
	}
	b.ReportAllocs()
	b.ResetTimer()
	before := cpuTime(b)
	for _, conn := range conns {
		all.Go(func() { repeat(b, conn, request, &left) })
	}
	all.Wait()
	b.StopTimer()
	b.ReportMetric(float64(cpuTime(b)-before)/float64(b.N)/1e3, "cpu-µs/op")
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

// ingestRequest is a whole request as bytes.
func ingestRequest(address, authorization string) []byte {
	const event = `{"type":"bench.happened","severity":"info","title":"It happened","message":"%s","guild":{"id":"81384788765712384","name":"Aurora"},` +
		`"user":{"id":"80351110224678912","name":"mira"},"command":"daily","traceId":"t-1","durationMs":12.5,"data":{"sentNs":"1763750163123456789","n":1}}`
	body := fmt.Sprintf(event, strings.Repeat("m", 300-len(event)+len("%s")))
	return fmt.Appendf(nil, "POST /api/events HTTP/1.1\r\nHost: %s\r\n%s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s", address, authorization, len(body), body)
}

// repeat sends request on conn, the next when the last is answered, while any are left.
func repeat(b *testing.B, conn net.Conn, request []byte, left *atomic.Int64) {
	in := bufio.NewReader(conn)
	for left.Add(-1) >= 0 {
		if _, err := conn.Write(request); err != nil {
			b.Error(err)
			return
		}
		if err := readCreated(in); err != nil {
			b.Error(err)
			return
		}
	}
}

// readCreated reads an answer without making anything of it.
func readCreated(in *bufio.Reader) error {
	length := 0
	for first := true; ; first = false {
		line, err := in.ReadSlice('\n')
		if err != nil {
			return err
		}
		if first && string(line[9:12]) != fmt.Sprint(http.StatusCreated) {
			return fmt.Errorf("answered %s", line)
		}
		if len(line) == len("\r\n") {
			_, err := in.Discard(length)
			return err
		}
		if digits, found := strings.CutPrefix(string(line), "Content-Length: "); found {
			length = 0
			for _, digit := range strings.TrimSpace(digits) {
				length = length*10 + int(digit-'0')
			}
		}
	}
}

// cpuTime is what this process has used so far, in nanoseconds, as Unix tells it.
func cpuTime(b *testing.B) int64 {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return used.Utime.Nano() + used.Stime.Nano()
}
