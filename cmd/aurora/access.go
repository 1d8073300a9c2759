package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"slices"
	"text/tabwriter"
	"time"

	"github.com/aurorabot/aurora/internal/access"
	"github.com/aurorabot/aurora/internal/access/accesssql"
	"github.com/aurorabot/aurora/internal/event"
	"github.com/aurorabot/aurora/internal/journal"
	"github.com/aurorabot/aurora/internal/snowflake"
)

// accessOptions are the settings of aurora access.
type accessOptions struct {
	database databaseOptions
	role     string
	id       string
	user     snowflake.ID
}

func accessSettings(command string, o *accessOptions, env environment) *settings {
	s := newSettings("access "+command, env)
	o.database.define(s)
	if command == "add" {
		s.StringVar(&o.role, "role", "", "viewer: looking; admin: everything")
	}
	if command != "list" {
		s.operand(&o.id, "the Discord user id")
	}
	return s
}

func accessCommands() []command {
	with := func(name string, run func(context.Context, io.Writer, accessOptions, *access.Service) error) func(context.Context, environment) error {
		return func(ctx context.Context, env environment) error {
			var o accessOptions
			s := accessSettings(name, &o, env)
			if help, err := s.parse(env); help || err != nil {
				return err
			}
			if err := o.check(name); err != nil {
				return err
			}
			return withAccess(ctx, o.database, func(doors *access.Service) error { return run(ctx, env.stdout, o, doors) })
		}
	}
	return []command{
		{"add", "let a Discord account sign in, or give it another role: aurora access add ID --role admin|viewer", with("add", addAccount)},
		{"remove", "take an account off the list; a running program signs it out within two seconds", with("remove", removeAccount)},
		{"list", "list who may sign in", with("list", listAccounts)},
	}
}

// runAccess looks after who may sign in, also beside a running program.
func runAccess(ctx context.Context, env environment) error {
	return oneOf(ctx, env, "aurora access", accessCommands())
}

func (o *accessOptions) check(command string) (err error) {
	if command == "list" {
		return nil
	}
	if o.user, err = snowflake.Parse(o.id); err != nil || o.user == 0 {
		return usageError(fmt.Sprintf("access %s: %.40q is no Discord user id, such as 80351110224678912: in Discord, 'Copy User ID' of somebody's menu, with the developer mode on", command, o.id))
	}
	if command == "add" && !access.Role(o.role).Known() {
		return usageError("access add: --role must be admin or viewer")
	}
	return nil
}

func addAccount(ctx context.Context, out io.Writer, o accessOptions, doors *access.Service) error {
	a, err := doors.PutAccount(ctx, atCommandLine(), o.user, access.Role(o.role))
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s may sign in as %s\n", a.User, a.Role)
	return sayIfNobodyIsAdmin(ctx, out, doors)
}

func removeAccount(ctx context.Context, out io.Writer, o accessOptions, doors *access.Service) error {
	err := doors.RemoveAccount(ctx, atCommandLine(), o.user)
	if errors.Is(err, access.ErrNoAccount) {
		return fmt.Errorf("%s is not on the list: 'aurora access list' shows it", o.user)
	}
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "%s may no longer sign in; where AURORA_ADMINS or AURORA_VIEWERS names the account, the next start puts it back\n", o.user)
	return sayIfNobodyIsAdmin(ctx, out, doors)
}

// sayIfNobodyIsAdmin tells the way back in before it is needed.
func sayIfNobodyIsAdmin(ctx context.Context, out io.Writer, doors *access.Service) error {
	list, err := doors.Accounts(ctx)
	if err != nil {
		return fmt.Errorf("see who is an admin: %w", err)
	}
	if !slices.ContainsFunc(list, func(a access.Account) bool { return a.Role == access.RoleAdmin }) {
		fmt.Fprintln(out, "nobody may sign in as admin now; to let somebody: aurora access add ID --role admin")
	}
	return nil
}

func listAccounts(ctx context.Context, out io.Writer, _ accessOptions, doors *access.Service) error {
	list, err := doors.Accounts(ctx)
	if err != nil {
		return err
	}
	table := tabwriter.NewWriter(out, 0, 4, 2, ' ', 0)
	fmt.Fprintln(table, "ID\tROLE\tNAME\tADDED\tBY")
	for _, a := range list {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\n", a.User, a.Role, printable(a.Name), minute(a.AddedAt), printable(a.AddedBy))
	}
	return table.Flush()
}

// atCommandLine is who uses these commands, in events.
func atCommandLine() access.Actor { return access.Actor{Name: "command line"} }

// withAccess opens who may do what for as long as use runs.
func withAccess(ctx context.Context, database databaseOptions, use func(*access.Service) error) (err error) {
	logger := slog.New(slog.DiscardHandler) // what there is to say is in the error
	db, err := database.open(ctx)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	log, err := journal.Open(ctx, db, &event.Bus{}, logger)
	if err != nil {
		return err
	}
	store, err := accesssql.Open(ctx, db, log)
	if err != nil {
		return err
	}
	return use(access.NewService(access.Config{Store: store, Now: time.Now, Logger: logger}))
}

// printable is a name from outside for a terminal: what could steer it is shown as code.
func printable(name string) string {
	quoted := fmt.Sprintf("%+q", name)
	if plain := quoted[1 : len(quoted)-1]; plain != name {
		return fmt.Sprintf("%q", name)
	}
	return name
}
