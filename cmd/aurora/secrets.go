package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// readSecretFile reads a file that nobody but its owner can read.
func readSecretFile(path string) (string, error) {
	file, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer file.Close() //nolint:errcheck // it was only read
	if err := onlyTheOwners(file); err != nil {
		return "", err
	}
	text, err := io.ReadAll(io.LimitReader(file, 64<<10))
	return strings.TrimSpace(string(text)), err
}

// onlyTheOwners refuses a file that others can read or change. It asks the open file:
// another may lie under its name a moment later.
func onlyTheOwners(file *os.File) error {
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if runtime.GOOS != "windows" && info.Mode().Perm()&0o077 != 0 {
		return fmt.Errorf("%s can be read by others: chmod 600 %s", file.Name(), file.Name())
	}
	return nil
}

// checkArguments refuses a password on the command line, which every user of the
// machine can see.
func (s *settings) checkArguments() (err error) {
	s.Visit(func(f *flag.Flag) {
		if hasPassword(f.Value.String()) {
			name := envPrefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
			err = usageError(fmt.Sprintf("--%s: every user of this machine can see a password on the command line: set %s in the environment, or keep the password in the file of PGPASSFILE", f.Name, name))
		}
	})
	return err
}

// checkSettingsFile refuses a file of settings that others can read though there is a
// password in it.
func checkSettingsFile(path string, values map[string]any) error {
	for key, value := range values {
		text, isText := value.(string)
		if !isText || !hasPassword(text) {
			continue
		}
		if _, err := readSecretFile(path); err != nil {
			return usageError(fmt.Sprintf("%s holds the password of %s: %v", path, key, err))
		}
	}
	return nil
}

// hasPassword reports whether text is an address with a password in it. What cannot be
// parsed and has a user is taken for one.
func hasPassword(text string) bool {
	scheme, rest, found := strings.Cut(text, "://")
	if !found || !strings.HasPrefix(scheme, "postgres") {
		return false
	}
	u, err := url.Parse(text)
	if err != nil {
		return strings.Contains(rest, "@")
	}
	_, set := u.User.Password()
	return set || u.Query().Has("password") || u.Query().Has("sslpassword")
}

// checkPasswordFile refuses a file of PostgreSQL's passwords that others can read: the
// servers' own programs pass over such a one.
func checkPasswordFile(databaseURL string) error {
	if !strings.HasPrefix(databaseURL, "postgres") || hasPassword(databaseURL) || os.Getenv("PGPASSWORD") != "" {
		return nil
	}
	path := os.Getenv("PGPASSFILE")
	if home, err := os.UserHomeDir(); path == "" && err == nil {
		path = filepath.Join(home, ".pgpass")
	}
	_, err := readSecretFile(path)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return usageError("PGPASSFILE: " + err.Error())
}
