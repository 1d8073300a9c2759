package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/aurorabot/aurora/internal/storage"
)

const (
	databaseFile    = "aurora.db"
	defaultDatabase = "sqlite:" + databaseFile
)

// databaseOptions name the database of a command that does its work there and ends,
// also beside a program that is running on it.
type databaseOptions struct {
	url  string
	data string
}

func (o *databaseOptions) define(s *settings) {
	s.StringVar(&o.url, "database-url", "", "sqlite:PATH or postgres://USER@HOST/NAME (default "+defaultDatabase+")")
	s.StringVar(&o.data, "data", "", "the directory of aurora.db, as of aurora demo --data")
}

// resolve is the URL of the database, which need not be there.
func (o *databaseOptions) resolve() (string, error) {
	url := o.url
	switch {
	case url == "" && o.data != "":
		url = "sqlite:" + filepath.Join(o.data, databaseFile)
	case url == "":
		url = defaultDatabase
	}
	return url, checkDatabase(url)
}

// checkDatabase looks at the URL of a database without opening it.
func checkDatabase(url string) error {
	if err := storage.CheckURL(url); err != nil {
		return usageError("--database-url: " + err.Error())
	}
	return checkPasswordFile(url)
}

// open opens a database that is there: a slip of the pen does not make an empty one.
func (o *databaseOptions) open(ctx context.Context) (*storage.DB, error) {
	url, err := o.resolve()
	if err != nil {
		return nil, err
	}
	if path, ok := strings.CutPrefix(url, "sqlite:"); ok {
		if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
			return nil, usageError(fmt.Sprintf("there is no database %s: name the one that is meant with --database-url or --data", path))
		}
	}
	return storage.OpenWith(ctx, url, storage.Options{})
}
