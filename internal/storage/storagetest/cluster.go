package storagetest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// script makes a cluster in the directory $2 with the binaries in $1, where there is
// none yet, and runs it until its standard input ends. With $3 it then removes it.
const script = `
[ -d "$2/data" ] || "$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync --no-instructions || exit 1
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off </dev/null &
cat >/dev/null
kill -INT $!
wait $!
[ -z "$3" ] || rm -rf "$2"
`

// Cluster is a PostgreSQL server of a test's own, which it may stop and start.
type Cluster struct {
	binaries, dir string
	input         io.Closer  // its end ends the server
	ended         chan error // what became of the process; closed behind it
}

// StartCluster starts a server of the machine's own binaries and removes it when the
// test ends. Where there are none the test is skipped, or fails if CI is true.
func StartCluster(t testing.TB) *Cluster {
	t.Helper()
	binaries, err := newestBinaries()
	if err != nil {
		missing(t, err)
	}
	dir, err := os.MkdirTemp("", "aurora-pg-") //nolint:usetesting // PostgreSQL's user cannot enter the parents of the test's own
	if err != nil {
		t.Fatal(err)
	}
	c := &Cluster{binaries: binaries, dir: dir}
	t.Cleanup(func() {
		c.Stop()
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	if err := c.start(""); err != nil {
		t.Fatal(err)
	}
	return c
}

// URL names the cluster's first database, also while the server is stopped.
func (c *Cluster) URL() string { return socket(c.dir).String() }

// Stop breaks all connections and ends the server.
func (c *Cluster) Stop() {
	if c.input != nil {
		_ = c.input.Close()
		for range c.ended { // until it has ended, no matter how
		}
		c.input = nil
	}
}

// Start starts the server again and returns when it answers.
func (c *Cluster) Start() error { return c.start("") }

// startCluster starts a server in a temporary directory and behind a socket there.
// Nobody has to stop it: the end of this process, whatever the reason, ends its
// standard input.
func startCluster() (*url.URL, error) {
	binaries, err := newestBinaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "aurora-pg-")
	if err != nil {
		return nil, err
	}
	c := &Cluster{binaries: binaries, dir: dir}
	if err := c.start("remove it"); err != nil {
		return nil, errors.Join(err, os.RemoveAll(dir))
	}
	return socket(dir), nil
}

// socket is the server in dir.
func socket(dir string) *url.URL {
	return &url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: url.Values{"host": {dir}}.Encode()}
}

// start returns when the server answers.
func (c *Cluster) start(remove string) error {
	log, err := os.Create(filepath.Join(c.dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // the process has its own handle
	process := asPostgres("sh", "-c", script, "sh", c.binaries, c.dir, remove)
	process.Dir, process.Stdout, process.Stderr = c.dir, log, log
	if c.input, err = process.StdinPipe(); err != nil {
		return err
	}
	if err := errors.Join(giveToPostgres(c.dir), process.Start()); err != nil {
		return err
	}
	c.ended = make(chan error, 1)
	go func() { c.ended <- process.Wait(); close(c.ended) }() // for as long as the server lives
	if err := awaitAnswer(socket(c.dir), c.ended); err != nil {
		said, _ := os.ReadFile(log.Name())
		return fmt.Errorf("start %s/postgres: %w\n%s", c.binaries, err, said)
	}
	return nil
}

func awaitAnswer(server *url.URL, ended <-chan error) error {
	deadline := time.After(patience)
	for {
		err := answers(server)
		if err == nil {
			return nil
		}
		select {
		case <-deadline:
			return err
		case exit := <-ended:
			return errors.Join(errors.New("it has ended"), exit, err)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// asPostgres is a command that root does not run as root, whom PostgreSQL refuses.
func asPostgres(command ...string) *exec.Cmd {
	if os.Getuid() == 0 {
		command = append([]string{"setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"}, command...)
	}
	return exec.CommandContext(context.Background(), command[0], command[1:]...)
}

func giveToPostgres(dir string) error {
	if os.Getuid() != 0 {
		return nil
	}
	if said, err := exec.CommandContext(context.Background(), "chown", "postgres", dir).CombinedOutput(); err != nil {
		return fmt.Errorf("chown %s: %w: %s", dir, err, said)
	}
	return nil
}

// newestBinaries is the directory of PostgreSQL's programs: in the path, or where
// Debian keeps them.
func newestBinaries() (string, error) {
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	versions, err := filepath.Glob("/usr/lib/postgresql/[1-9][0-9]/bin/initdb")
	if err != nil {
		return "", err
	}
	if len(versions) == 0 {
		return "", errors.New("none answers at 127.0.0.1:5432, and initdb is neither in the path nor under /usr/lib/postgresql")
	}
	return filepath.Dir(slices.Max(versions)), nil
}
