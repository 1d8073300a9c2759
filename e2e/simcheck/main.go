// Simcheck holds records of the simulated Discord against Discord's own documents:
//
//	simcheck e2e/records
//
// The end-to-end tests have the simulator keep them (--sim-record). It ends with 1 if
// anything in a record does not fit, or if there is nothing to check.
package main

import (
	"bufio"
	"fmt"
	"os"
	"path/filepath"

	"github.com/aurorabot/aurora/internal/discord/discordsim/simtest"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: simcheck DIRECTORY")
		os.Exit(2)
	}
	if !checkAll(os.Args[1]) {
		os.Exit(1)
	}
}

// checkAll reports whether all records in a directory are right, and says what is not.
func checkAll(dir string) bool {
	paths, err := filepath.Glob(filepath.Join(dir, "*.ndjson"))
	right := err == nil
	var all simtest.Checked
	for _, path := range paths {
		checked, err := check(path)
		if err != nil {
			fmt.Fprintf(os.Stdout, "%s: %v\n", path, err)
			right = false
		}
		all.Frames += checked.Frames
		all.Calls += checked.Calls
	}
	fmt.Fprintf(os.Stdout, "%d records: %d frames and %d REST calls\n", len(paths), all.Frames, all.Calls)
	return right && all.Frames > 0 && all.Calls > 0
}

func check(path string) (simtest.Checked, error) {
	file, err := os.Open(path)
	if err != nil {
		return simtest.Checked{}, err
	}
	defer func() { _ = file.Close() }() // it was read only
	return simtest.Check(bufio.NewReader(file))
}
