package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

var update = flag.Bool("update", false, "write the man page anew")

// The man page says what the commands say of themselves.
// go test ./cmd/dateline -run ManPage -update writes it.
func TestManPageIsInStep(t *testing.T) {
	path := filepath.Join("..", "..", "doc", "dateline.1")
	want := manPage((&app{}).command())
	if *update {
		if err := os.WriteFile(path, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the commands say; run this test with -update", path)
	}
}

// manPage writes dateline(1) from the tree of commands (man(7)).
func manPage(root *cobra.Command) []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, ".TH DATELINE 1 \"\" \"Dateline\" \"User Commands\"\n.SH NAME\ndateline \\- %s\n", roff(lowerFirst(root.Short)))
	fmt.Fprintf(&b, ".SH SYNOPSIS\n.B dateline\n.I COMMAND\n[\\fIflags\\fR] [\\fIarguments\\fR]\n.SH DESCRIPTION\n%s\n", roff(root.Long))
	fmt.Fprintf(&b, ".SH OPTIONS\nThese are understood by every command.\n")
	manFlags(&b, root.PersistentFlags())
	fmt.Fprintf(&b, ".SH COMMANDS\n")
	manCommands(&b, root)
	b.WriteString(`.SH EXIT STATUS
0 when it worked, 1 when it failed, 2 when the command line or the configuration
is wrong and nothing was done.
.SH ENVIRONMENT
.TP
.B DATELINE_CONFIG
The configuration file, when
.B \-c
does not name one.
.TP
.B GOMEMLIMIT
How much memory is aimed at, such as 512MiB; see the Go runtime. Without it 176 MiB
and 4 KiB for each source. What is in use may be more.
.TP
.B HTTP_PROXY, HTTPS_PROXY, NO_PROXY
The proxy through which feeds, pages and hubs are asked for, and the hosts that
are asked without it; small letters will do. This machine is never asked through
it. The proxy may stand on a private address. It resolves the names, so what they
stand for is for the proxy to refuse; private addresses written as numbers are
refused here.
.TP
.B NOTIFY_SOCKET, WATCHDOG_USEC, LISTEN_FDS, STATE_DIRECTORY
Set by systemd: see
.BR sd_notify (3),
.BR sd_listen_fds (3),
.BR systemd.exec (5).
.SH FILES
.TP
.I ./dateline.yaml, /etc/dateline/dateline.yaml
The configuration, see
.BR dateline.yaml (5).
.SH SEE ALSO
.BR dateline.yaml (5),
.BR newsboat (1)
`)
	return b.Bytes()
}

// manCommands writes the commands below c that do something.
func manCommands(b *bytes.Buffer, c *cobra.Command) {
	for _, sub := range c.Commands() {
		if sub.Hidden || sub.Name() == "help" || sub.Name() == "completion" {
			continue
		}
		if sub.HasSubCommands() {
			manCommands(b, sub)
			continue
		}
		use := strings.TrimPrefix(sub.UseLine(), "dateline ")
		fmt.Fprintf(b, ".SS \"%s\"\n%s.\n", roff(strings.TrimSuffix(use, " [flags]")), roff(sub.Short))
		if sub.Long != "" {
			fmt.Fprintf(b, ".PP\n%s\n", roff(sub.Long))
		}
		manFlags(b, sub.LocalNonPersistentFlags())
	}
}

func manFlags(b *bytes.Buffer, flags *pflag.FlagSet) {
	flags.VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		value, usage := pflag.UnquoteUsage(f)
		name := "\\-\\-" + roff(f.Name)
		if f.Shorthand != "" {
			name = "\\-" + f.Shorthand + ", " + name
		}
		fmt.Fprintf(b, ".TP\n.B %s\n", strings.TrimSpace(name+" "+roff(value)))
		if d := f.DefValue; d != "" && d != "false" && d != "0" {
			usage += " (default " + d + ")"
		}
		fmt.Fprintln(b, roff(usage))
	})
}

// roff makes s safe in a man page: what begins a line or escapes is no macro.
func roff(s string) string {
	s = strings.NewReplacer(`\`, `\e`, `-`, `\-`, "\n\n", "\n.PP\n").Replace(s)
	lines := strings.Split(s, "\n")
	for i, l := range lines {
		if strings.HasPrefix(l, "'") || strings.HasPrefix(l, ".") && l != ".PP" {
			lines[i] = `\&` + l
		}
	}
	return strings.Join(lines, "\n")
}

func lowerFirst(s string) string { return strings.ToLower(s[:1]) + s[1:] }
