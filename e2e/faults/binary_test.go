package faults_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// patience bounds every wait for something that has to happen.
const patience = 60 * time.Second

// torture asks for the long forms.
var torture = os.Getenv("AURORA_TORTURE") != ""

// binary builds the program once for all tests: the plain one, as people run it.
var binary = sync.OnceValues(func() (string, error) {
	if err := visitSources(); err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "aurora-binary-")
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "aurora")
	build := exec.CommandContext(context.Background(), "go", "build", "-o", path, "../../cmd/aurora")
	build.Env = append(os.Environ(), "CGO_ENABLED=0")
	if said, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build: %w\n%s", err, said)
	}
	return path, nil
})

// visitSources looks at every folder of the program's, so that go test does not take
// an earlier result for that of a program that has changed since: what another process
// reads, such as the compiler, it does not know.
func visitSources() error {
	for _, root := range []string{"../../cmd", "../../internal", "../../ui/dist"} {
		err := filepath.WalkDir(root, func(_ string, _ fs.DirEntry, err error) error { return err })
		if err != nil {
			return fmt.Errorf("look at the sources: %w", err)
		}
	}
	return nil
}

func TestMain(m *testing.M) {
	code := m.Run()
	if path, err := binary(); err == nil {
		os.RemoveAll(filepath.Dir(path))
	}
	os.Exit(code)
}

// foreign is the tests' own environment without settings of Aurora's.
func foreign() []string {
	return slices.DeleteFunc(os.Environ(), func(line string) bool { return strings.HasPrefix(line, "AURORA_") })
}

// process is a running program.
type process struct {
	command *exec.Cmd
	said    *output
	ended   chan struct{}
	first   chan string // the first lines of its standard output
}

// output keeps what a program writes, to be shown when the test fails.
type output struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) String() string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.String()
}

// run starts the program in an empty directory with settings from env.
func run(t *testing.T, env []string, args ...string) *process {
	t.Helper()
	if testing.Short() {
		t.Skip("runs the program, which is not for the quick half")
	}
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	p := &process{said: &output{}, ended: make(chan struct{}), first: make(chan string, 16)}
	p.command = exec.CommandContext(context.Background(), path, args...)
	p.command.Dir = t.TempDir()
	p.command.Env = append(foreign(), env...)
	p.command.Stderr = p.said
	stdout, err := p.command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := p.command.Start(); err != nil {
		t.Fatal(err)
	}
	go p.read(stdout)
	t.Cleanup(func() {
		_ = p.command.Process.Kill() // if it still runs
		<-p.ended
		if t.Failed() {
			t.Logf("aurora %s wrote:\n%s", strings.Join(args, " "), last(p.said.String(), 6000))
		}
	})
	return p
}

// read waits for the process, whose output it hands on.
func (p *process) read(stdout io.Reader) {
	for lines := bufio.NewScanner(stdout); lines.Scan(); {
		select {
		case p.first <- lines.Text():
		default:
		}
	}
	_ = p.command.Wait()
	close(p.ended)
}

// line waits for a line of output that begins with word and returns the rest of it.
func (p *process) line(t *testing.T, word string) string {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case line := <-p.first:
			if rest, ok := strings.CutPrefix(line, word); ok {
				return rest
			}
		case <-p.ended:
			t.Fatalf("it has ended: %s", p.said)
		case <-deadline:
			t.Fatalf("no line %q", word)
		}
	}
}

// kill ends the program as a crash would.
func (p *process) kill(t *testing.T) {
	t.Helper()
	if err := p.command.Process.Kill(); err != nil {
		t.Errorf("kill: %v: it had ended by itself", err)
	}
	<-p.ended
}

// stop asks the program to end, which it has to do in good order.
func (p *process) stop(t *testing.T) {
	t.Helper()
	if err := p.command.Process.Signal(syscall.SIGTERM); err != nil {
		t.Errorf("stop: %v", err)
	}
	select {
	case <-p.ended:
	case <-time.After(patience):
		t.Fatal("it does not end")
	}
	if code := p.command.ProcessState.ExitCode(); code != 0 {
		t.Errorf("it ended with exit code %d", code)
	}
}

// result runs the program until it ends by itself.
func result(t *testing.T, env []string, args ...string) (code int, said string) {
	t.Helper()
	path, err := binary()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, path, args...)
	command.Dir = t.TempDir()
	command.Env = append(foreign(), env...)
	text, err := command.CombinedOutput()
	if exit, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		t.Fatalf("run %v: %v", args, exit)
	}
	return command.ProcessState.ExitCode(), string(text)
}

// eventually waits until what is asked is so.
func eventually(t *testing.T, what string, so func() bool) {
	t.Helper()
	within(t, patience, what, so)
}

// within is for what takes longer than patience.
func within(t *testing.T, bound time.Duration, what string, so func() bool) {
	t.Helper()
	for deadline := time.Now().Add(bound); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("waited in vain: %s", what)
		}
	}
}

func last(s string, n int) string { return s[max(0, len(s)-n):] }

// client gives up on a server that has died without a word.
var client = &http.Client{Timeout: 30 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 64}}
