package storage

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"maps"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
)

// How many connections a process holds at most. More writers would only wait for
// each other at the journal's counter.
const (
	postgresWriters = 16
	postgresReaders = 8
)

// connectTimeout is for a server that neither answers nor refuses, where the URL sets
// no connect_timeout.
const connectTimeout = 5 * time.Second

// postgres is a database of a PostgreSQL server.
type postgres struct {
	read *sql.DB
	pool *sql.DB // of the connections that write

	patience time.Duration // how long a write waits for one

	commitWatch

	mu      sync.Mutex
	closed  bool
	running sync.WaitGroup // the calls of write; added to under mu, while not closed
}

func openPostgres(ctx context.Context, url string) (engine, error) {
	return openPostgresIn(ctx, url, "")
}

// openPostgresIn opens the tables of a schema, or those of the URL's where it is empty.
func openPostgresIn(ctx context.Context, url, schema string) (engine, error) {
	config, err := parsePostgres(url)
	if err != nil {
		return nil, err
	}
	if schema != "" {
		config.RuntimeParams["search_path"] = quoted(schema)
	}
	p := &postgres{patience: turnLimit, pool: connections(*config, "off", postgresWriters), read: connections(*config, "on", postgresReaders)}
	for _, pool := range []*sql.DB{p.pool, p.read} {
		if err := checkServer(ctx, pool); err != nil {
			return nil, errors.Join(err, p.close())
		}
	}
	return p, nil
}

func isPostgres(url string) bool {
	return strings.HasPrefix(url, "postgres://") || strings.HasPrefix(url, "postgresql://")
}

// parsePostgres reads a URL and what libpq's environment adds to it. The library's
// own error is not passed on: where a URL cannot be taken apart, neither can the
// password be told from the rest of it.
func parsePostgres(url string) (*pgx.ConnConfig, error) {
	config, err := pgx.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("database %q cannot be understood, or names a file that cannot be read: write postgres://USER@HOST:PORT/NAME, and what is special in a password as %%XX", redacted(url))
	}
	if config.ConnectTimeout == 0 {
		config.ConnectTimeout = connectTimeout
	}
	return config, nil
}

// connections prepares a pool. Its connections are kept, because to open one costs
// more than a transaction, and each is asked whether it still lives when it is taken:
// a server that was restarted fails nobody's command.
func connections(config pgx.ConnConfig, readOnly string, most int) *sql.DB {
	settings := map[string]string{"application_name": "aurora"}
	maps.Copy(settings, config.RuntimeParams)
	settings["default_transaction_read_only"] = readOnly
	config.RuntimeParams = settings
	pool := stdlib.OpenDB(config, stdlib.OptionShouldPing(func(context.Context, stdlib.ShouldPingParams) bool { return true }))
	pool.SetMaxOpenConns(most)
	pool.SetMaxIdleConns(most)
	return pool
}

// checkServer refuses a server on which what was acknowledged could be lost.
func checkServer(ctx context.Context, pool *sql.DB) error {
	var s server
	err := pool.QueryRowContext(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_version'),
		current_setting('synchronous_commit'), current_setting('server_encoding')`).
		Scan(&s.number, &s.version, &s.synchronousCommit, &s.encoding)
	if err != nil {
		return err
	}
	return s.check()
}

// server is what has to be known of a PostgreSQL server.
type server struct {
	number                               int
	version, synchronousCommit, encoding string
}

func (s server) check() error {
	switch {
	case s.number < 150000:
		return fmt.Errorf("PostgreSQL %s is too old: Aurora needs 15 or newer", s.version)
	case s.synchronousCommit == "off":
		return errors.New("PostgreSQL's synchronous_commit is off, so that a crash could lose coins that were acknowledged: set it to on for this database or its user")
	case s.encoding != "UTF8":
		return fmt.Errorf("the database's encoding is %s: create it with ENCODING 'UTF8'", s.encoding)
	}
	return nil
}

func (p *postgres) reading() *sql.DB { return p.read }

func (p *postgres) pools() []*sql.DB { return []*sql.DB{p.read, p.pool} }

func (p *postgres) sizeQuery() string { return "SELECT pg_database_size(current_database())" }

func (p *postgres) native(query string) string { return numbered(query) }

func (p *postgres) awaitFailure(ctx context.Context) error {
	<-ctx.Done()
	return nil
}

func (p *postgres) close() error {
	p.mu.Lock()
	p.closed = true
	p.mu.Unlock()
	p.running.Wait()
	return errors.Join(p.read.Close(), p.pool.Close())
}
