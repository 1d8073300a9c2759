// Command aurora is a Discord bot with a live dashboard in one program.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
	_ "time/tzdata" // so that guilds have their time zones on a machine without them
)

// Exit codes.
const (
	exitOK     = 0
	exitFailed = 1
	exitUsage  = 2
)

// environment is what a command gets from the shell that started it.
type environment struct {
	args   []string
	env    []string
	stdout io.Writer
	stderr io.Writer
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second Ctrl-C ends the program at once
	code := run(ctx, environment{args: os.Args[1:], env: os.Environ(), stdout: os.Stdout, stderr: os.Stderr})
	stop()
	os.Exit(code)
}

// command is one of the program's subcommands.
type command struct {
	name    string
	summary string
	run     func(ctx context.Context, env environment) error
}

func commands() []command {
	return []command{
		{"demo", "run everything against a simulated Discord; nothing leaves this machine", runDemo},
		{"serve", "run the bot and its dashboard", runServe},
		{"backup", "write everything into one file, also beside a running program: aurora backup FILE", runBackup},
		{"restore", "make a database, of either kind, from such a file: aurora restore FILE", runRestore},
		{"ledger", "verify the ledger of coins, or resume after it was put right: aurora ledger verify|resume", runLedger},
		{"sim", "run the simulated Discord alone, for any bot to connect to", runSim},
		{"key", "make, list and revoke API keys", runKey},
		{"access", "say who may sign in to the dashboard: aurora access add|remove|list", runAccess},
		{"migrate", "bring the database up to date; serve does it by itself", runMigrate},
		{"doctor", "check the settings of serve and what they lead to, each with the mend", runDoctor},
		{"version", "print the version", runVersion},
	}
}

// run carries out a command line and returns the exit code.
func run(ctx context.Context, env environment) int {
	err := runCommand(ctx, env)
	if err == nil {
		return exitOK
	}
	fmt.Fprintf(env.stderr, "aurora: %s\n", strings.ReplaceAll(err.Error(), "\n", "; "))
	if _, ok := errors.AsType[usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

func runCommand(ctx context.Context, env environment) error {
	return oneOf(ctx, env, "aurora", commands())
}

// oneOf runs the command that the first argument names; of is what stands before it.
func oneOf(ctx context.Context, env environment, of string, list []command) error {
	if len(env.args) == 0 {
		return usageError("which command? " + commandNames(of, list))
	}
	name := env.args[0]
	if name == "help" || name == "-h" || name == "--help" {
		printCommands(env.stdout, of, list)
		return nil
	}
	for _, c := range list {
		if c.name == name {
			env.args = env.args[1:]
			return c.run(ctx, env)
		}
	}
	return usageError(fmt.Sprintf("there is no command %q: %s", of+" "+name, commandNames(of, list)))
}

func commandNames(of string, list []command) string {
	var names []string
	for _, c := range list {
		names = append(names, c.name)
	}
	return fmt.Sprintf("%s; '%s help' says more", strings.Join(names, ", "), of)
}

func printCommands(out io.Writer, of string, list []command) {
	fmt.Fprintln(out, "Aurora is a Discord bot with a live dashboard.")
	for _, c := range list {
		fmt.Fprintf(out, "  %s %-8s %s\n", of, c.name, c.summary)
	}
	fmt.Fprintf(out, "'%s COMMAND --help' lists a command's settings. To see it alive: aurora demo\n", of)
}
