package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/datelinewire/dateline/internal/web"
	"github.com/datelinewire/dateline/store"
)

func (a *app) dbCommand() *cobra.Command {
	c := &cobra.Command{
		Use:   "db",
		Short: "Care for the store",
		Args:  noCommand,
		RunE:  func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	c.AddCommand(a.dbStatsCommand(), a.dbBackupCommand(), a.dbCheckCommand(), a.dbRestoreCommand(), a.dbCompactCommand(), a.dbReparseCommand())
	return c
}

func (a *app) dbStatsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "stats",
		Short: "Print the size of the store",
		Args:  args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.ask(c.Context(), func(_ *plan, client *web.Client) error {
				st, err := client.Stats(c.Context())
				if err != nil {
					return err
				}
				if a.json {
					return a.writeJSON(st)
				}
				_, err = fmt.Fprintf(a.stdout, "articles  %d\nversions  %d\nbytes     %d\nsequence  %d\n", st.Articles, st.Versions, st.Bytes, st.Sequence)
				return err
			})
		},
	}
}

func (a *app) dbBackupCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "backup FILE|-",
		Short: "Write a consistent copy of the store, while the daemon runs or not",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			return a.ask(c.Context(), func(_ *plan, client *web.Client) error {
				if args[0] == "-" {
					return client.Backup(c.Context(), a.stdout)
				}
				return writeWhole(args[0], func(w io.Writer) error { return client.Backup(c.Context(), w) })
			})
		},
	}
}

// writeWhole writes a file that is there whole or not at all, and never
// replaces one.
func writeWhole(path string, write func(io.Writer) error) (err error) {
	if _, err := os.Lstat(path); err == nil {
		return usagef("%s is there already", path)
	}
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			f.Close()
			os.Remove(f.Name())
		}
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := f.Sync(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}

// withFile opens the store itself: for what cannot be done under a running daemon.
func (a *app) withFile(f func(*plan, *store.Store) error) error {
	p, err := a.plan()
	if err != nil {
		return err
	}
	if _, err := os.Stat(p.storePath); err != nil {
		return err
	}
	log, err := a.logger()
	if err != nil {
		return err
	}
	s, err := openStore(p.storePath, log)
	if err != nil {
		return err
	}
	return errors.Join(f(p, s), s.Close())
}

func (a *app) dbCheckCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "check",
		Short: "Read the whole store and say what does not agree; the daemon must not run",
		Args:  args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			return a.withFile(func(p *plan, s *store.Store) error {
				if err := s.Check(c.Context()); err != nil {
					return fmt.Errorf("%s: %w", p.storePath, err)
				}
				_, err := fmt.Fprintf(a.stdout, "%s: all is well\n", p.storePath)
				return err
			})
		},
	}
}

func (a *app) dbCompactCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "compact",
		Short: "Give free room in the store back to the disk; the daemon must not run",
		Args:  args(cobra.NoArgs),
		RunE: func(c *cobra.Command, _ []string) error {
			var path string
			err := a.withFile(func(p *plan, s *store.Store) error {
				path = p.storePath
				before, after, err := s.Compact(c.Context(), path+".compact")
				if err == nil {
					fmt.Fprintf(a.stdout, "%d bytes before, %d after\n", before, after)
				}
				return err
			})
			if err != nil {
				return err
			}
			return os.Rename(path+".compact", path)
		},
	}
}

func (a *app) dbRestoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "restore FILE",
		Short: "Put a backup in the place of the store, which must not be there",
		Args:  args(cobra.ExactArgs(1)),
		RunE: func(c *cobra.Command, args []string) error {
			p, err := a.plan()
			if err != nil {
				return err
			}
			return restore(c.Context(), args[0], p.storePath)
		},
	}
}

// restore copies a backup to path once it has been found to be a whole store.
func restore(ctx context.Context, backup, path string) error {
	return writeWhole(path, func(w io.Writer) error {
		in, err := os.Open(backup)
		if err != nil {
			return err
		}
		defer in.Close()
		if err := checkCopy(ctx, backup); err != nil {
			return fmt.Errorf("backup %s: %w", backup, err)
		}
		_, err = io.Copy(w, in)
		return err
	})
}

func checkCopy(ctx context.Context, path string) error {
	s, err := store.Open(path, store.Options{})
	if err != nil {
		return err
	}
	return errors.Join(s.Check(ctx), s.Close())
}
