package storagetest

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"time"
)

// script makes a cluster in the directory $2 with the binaries in $1, runs it until
// its standard input ends, and removes it.
const script = `
"$1/initdb" --pgdata="$2/data" --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync --no-instructions || exit 1
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync=off </dev/null &
cat >/dev/null
kill -INT $!
wait $!
rm -rf "$2"
`

// startCluster starts a PostgreSQL server in a temporary directory and behind a
// socket there. Nobody has to stop it: the end of this process, whatever the reason,
// ends its standard input.
func startCluster() (*url.URL, error) {
	binaries, err := newestBinaries()
	if err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "aurora-pg-")
	if err != nil {
		return nil, err
	}
	if err := runCluster(binaries, dir); err != nil {
		said, _ := os.ReadFile(filepath.Join(dir, "log"))
		return nil, errors.Join(fmt.Errorf("start %s/postgres: %w\n%s", binaries, err, said), os.RemoveAll(dir))
	}
	return socket(dir), nil
}

// socket is the server in dir.
func socket(dir string) *url.URL {
	return &url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres", RawQuery: url.Values{"host": {dir}}.Encode()}
}

// runCluster returns when the server answers.
func runCluster(binaries, dir string) error {
	log, err := os.Create(filepath.Join(dir, "log"))
	if err != nil {
		return err
	}
	defer log.Close() //nolint:errcheck // the process has its own handle
	process := asPostgres("sh", "-c", script, "sh", binaries, dir)
	process.Dir, process.Stdout, process.Stderr = dir, log, log
	if _, err := process.StdinPipe(); err != nil {
		return err
	}
	if err := errors.Join(giveToPostgres(dir), process.Start()); err != nil {
		return err
	}
	ended := make(chan error, 1)
	go func() { ended <- process.Wait() }() // for as long as this process lives
	return awaitAnswer(socket(dir), ended)
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
