package dashboard

import (
	"bytes"
	"os"
	"runtime"
	"strconv"
)

func readRuntime() Runtime {
	return Runtime{RSSBytes: residentBytes(), Goroutines: runtime.NumGoroutine()}
}

// residentBytes is the memory of the process that is in RAM, by the second field
// of Linux's statm; nil on other systems.
func residentBytes() *uint64 {
	statm, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return nil
	}
	fields := bytes.Fields(statm)
	if len(fields) < 2 {
		return nil
	}
	pages, err := strconv.ParseUint(string(fields[1]), 10, 64)
	if err != nil {
		return nil
	}
	resident := pages * uint64(os.Getpagesize())
	return &resident
}
