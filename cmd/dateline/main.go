// Command dateline is a wire desk in one binary: it polls wire-service feeds,
// shapes every entry into a wire article, keeps every version, and republishes
// curated topic feeds.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/internal/config"
)

// The exit codes, which scripts rely on.
const (
	exitGood   = 0
	exitFailed = 1 // it was tried and did not work
	exitUsage  = 2 // wrong usage or configuration: nothing was tried
)

func main() { os.Exit(dateline()) }

// dateline runs the command line of this process and returns its exit code.
func dateline() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	a := &app{stdin: os.Stdin, stdout: os.Stdout, stderr: os.Stderr}
	return a.run(ctx, os.Args[1:])
}

// app is what every command needs: where it reads and writes, and the flags
// all of them share.
type app struct {
	stdin          io.Reader
	stdout, stderr io.Writer

	configFile string // -c
	json       bool   // --json
	logLevel   string // --log
}

// run runs one command line to its end and says what went wrong.
func (a *app) run(ctx context.Context, args []string) int {
	root := a.command()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitGood
	}
	return a.complain(err)
}

// usageError is a fault in what the user wrote, found before anything was done.
type usageError struct{ err error }

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Errorf(format, args...)}
}

// hinted is an error with a line that says what to do about it.
type hinted struct {
	err  error
	hint string
}

func (e *hinted) Error() string { return e.err.Error() }
func (e *hinted) Unwrap() error { return e.err }

// errSaid is returned where the command has said all there is to say.
var errSaid = errors.New("already said")

// complain writes err for people, with a hint where there is one, and decides
// the exit code: this is the only place that does.
func (a *app) complain(err error) int {
	switch problems, ok := errors.AsType[config.Problems](err); {
	case ok: // each names its file; that is enough
		fmt.Fprintln(a.stderr, problems.Error())
	case !errors.Is(err, errSaid):
		fmt.Fprintf(a.stderr, "dateline: %v\n", err)
	}
	if h, ok := errors.AsType[*hinted](err); ok {
		fmt.Fprintf(a.stderr, "hint: %s\n", h.hint)
	}
	if _, ok := errors.AsType[*usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

// command is the tree of all commands.
func (a *app) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "dateline",
		Short: "A wire desk in one binary",
		Long: `Dateline polls wire-service feeds, turns every entry into a wire article,
keeps every version and republishes curated topic feeds.

Start with 'dateline demo', which needs no configuration and no network.`,
		SilenceUsage:  true,
		SilenceErrors: true,
		Args:          noCommand,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.SetIn(a.stdin)
	root.SetOut(a.stdout)
	root.SetErr(a.stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return &hinted{&usageError{err}, "see '" + c.CommandPath() + " --help'"}
	})
	f := root.PersistentFlags()
	f.StringVarP(&a.configFile, "config", "c", "", "configuration `FILE` (default: $DATELINE_CONFIG, ./dateline.yaml, /etc/dateline/dateline.yaml)")
	f.BoolVar(&a.json, "json", false, "write results as JSON")
	f.StringVar(&a.logLevel, "log", "info", "least `LEVEL` of messages: debug, info, warn, error")
	root.AddCommand(
		a.serveCommand(), a.demoCommand(), a.pollCommand(), a.parseCommand(), a.checkCommand(),
		a.articlesCommand(), a.topicsCommand(), a.sourcesCommand(), a.dbCommand(),
		a.configCommand(), a.versionCommand(),
	)
	return root
}

// noCommand refuses words that are no command, with the nearest one.
func noCommand(c *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := usagef("unknown command %q for %q", args[0], c.CommandPath())
	if near := c.SuggestionsFor(args[0]); len(near) > 0 {
		return &hinted{err, "did you mean '" + near[0] + "'?"}
	}
	return &hinted{err, "see '" + c.CommandPath() + " --help'"}
}

// args wraps a rule of cobra about arguments so that breaking it is wrong usage.
func args(rule cobra.PositionalArgs) cobra.PositionalArgs {
	return func(c *cobra.Command, args []string) error {
		if err := rule(c, args); err != nil {
			return &hinted{&usageError{err}, "usage: " + c.UseLine()}
		}
		return nil
	}
}
