package storage

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
)

// holdKey is the advisory lock by which programs on one database of PostgreSQL's know
// of each other: "aurora" in ASCII. Such locks are of one database, not of the server.
const holdKey int64 = 0x6175726f7261

// lockedConn is a hold of a database of PostgreSQL's, on a connection of its own. A
// server that is restarted forgets it. What then may be restored beneath a running
// program is noticed by the journal, whose epoch is another.
type lockedConn struct{ conn *pgx.Conn }

func holdPostgres(ctx context.Context, url string, alone bool) (hold, error) {
	conn, err := connectPostgres(ctx, url)
	if err != nil {
		return nil, err
	}
	_, _ = conn.Exec(ctx, "SET idle_session_timeout = 0") // a server that is too old to have it is refused by Open
	query := "SELECT pg_try_advisory_lock_shared($1)"
	if alone {
		query = "SELECT pg_try_advisory_lock($1)"
	}
	var locked bool
	err = conn.QueryRow(ctx, query, holdKey).Scan(&locked)
	if err == nil && !locked {
		err = ErrInUse
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close(ctx))
	}
	return lockedConn{conn}, nil
}

// releaseLimit bounds how long the end of a hold is waited for. Without an answer the
// server ends it when it notices that the connection is gone.
const releaseLimit = 5 * time.Second

// release returns when others can have the hold: after the end of a connection the
// server takes a moment. It succeeds also where the connection is gone, for then the hold
// is, too.
func (l lockedConn) release() error {
	ctx, cancel := context.WithTimeout(context.Background(), releaseLimit)
	defer cancel()
	_, _ = l.conn.Exec(ctx, "SELECT pg_advisory_unlock_all()")
	_ = l.conn.Close(ctx)
	return nil
}

// connectPostgres opens a connection that belongs to the caller alone.
func connectPostgres(ctx context.Context, url string) (*pgx.Conn, error) {
	config, err := parsePostgres(url)
	if err != nil {
		return nil, err
	}
	config.RuntimeParams["application_name"] = "aurora"
	return pgx.ConnectConfig(ctx, config)
}
