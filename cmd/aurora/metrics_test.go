package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// TestTheMetricsAreThoseOfTheDocument runs the demo until it serves all that
// docs/metrics.md tells of, and finds that it serves nothing else of ours.
func TestTheMetricsAreThoseOfTheDocument(t *testing.T) {
	text, err := os.ReadFile("../../docs/metrics.md")
	if err != nil {
		t.Fatal(err)
	}
	documented := regexp.MustCompile("(?m)^\\| `aurora_.*$").FindAllString(string(text), -1)
	slices.Sort(documented)
	dashboard := demo(t)
	served := metricRows(t, dashboard)
	for deadline := time.Now().Add(30 * time.Second); !slices.Equal(served, documented) && time.Now().Before(deadline); {
		time.Sleep(50 * time.Millisecond)
		served = metricRows(t, dashboard)
	}
	if diff := cmp.Diff(documented, served); diff != "" {
		t.Errorf("docs/metrics.md (-) and what is served (+):\n%s", diff)
	}
}

// demo runs the demo until the test's end and returns its dashboard's address.
func demo(t *testing.T) (dashboard string) {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	told, tell := io.Pipe()
	ended := make(chan int, 1)
	record, data := recorded(t), t.TempDir() // which is removed after the demo has ended
	go func() {
		args := []string{"demo", "--addr", "127.0.0.1:0", "--sim-addr", "127.0.0.1:0", "--heartbeat", "1s", "--data", data, "--log-level", "error", record}
		ended <- run(ctx, environment{args: args, stdout: tell, stderr: t.Output()})
		tell.Close()
	}()
	t.Cleanup(func() {
		stop()
		if code := <-ended; code != exitOK {
			t.Errorf("the demo ended with %d", code)
		}
	})
	lines := bufio.NewScanner(told)
	for lines.Scan() {
		if address, found := strings.CutPrefix(lines.Text(), "dashboard "); found {
			go io.Copy(io.Discard, told)
			return address
		}
	}
	t.Fatal("the demo does not tell its address")
	return ""
}

// metricRows are the metrics of ours that are served, as rows of the document's table.
func metricRows(t *testing.T, dashboard string) []string {
	t.Helper()
	response, err := http.Get(dashboard + "/metrics")
	if err != nil {
		return nil // it does not listen yet
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusOK {
		t.Fatalf("got %d, %v: %s", response.StatusCode, err, text)
	}
	var rows []string
	described := regexp.MustCompile(`(?m)^# HELP (aurora_\w+) (.*)\n# TYPE \w+ (\w+)\n\w+(?:\{(.*)\})? `)
	for _, found := range described.FindAllStringSubmatch(string(text), -1) {
		labels := regexp.MustCompile(`(\w+)="[^"]*",?`).ReplaceAllString(found[4], "`$1`, ")
		labels = strings.TrimSuffix(strings.ReplaceAll(labels, "`le`, ", ""), ", ")
		rows = append(rows, strings.ReplaceAll(fmt.Sprintf("| `%s` | %s | %s | %s |", found[1], found[3], labels, found[2]), "|  |", "| |"))
	}
	slices.Sort(rows)
	return rows
}
