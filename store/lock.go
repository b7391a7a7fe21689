package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// ErrLocked is wrapped by Open when another process has the file open; the
// error is then a *LockedError.
var ErrLocked = errors.New("store is in use")

// A LockedError says who holds the lock of a store.
type LockedError struct {
	Path    string
	PID     int    // 0 when it could not be found out
	Command string // the holder's command line, shortened
}

func (e *LockedError) Error() string {
	if e.PID == 0 {
		return fmt.Sprintf("%s: in use by another process", e.Path)
	}
	return fmt.Sprintf("%s: in use by process %d (%s)", e.Path, e.PID, e.Command)
}

// Unwrap makes errors.Is(err, ErrLocked) true.
func (e *LockedError) Unwrap() error { return ErrLocked }

// maxHolder bounds the holder's command line in bytes: one line of a message.
const maxHolder = 200

// holderPath is the small file beside the store in which the process that
// holds the lock names itself. It only explains: the lock is the kernel's, on
// the store itself, and a process that was killed leaves a stale name that
// the next holder overwrites.
func holderPath(path string) string { return path + ".holder" }

func writeHolder(path string) error {
	command := strings.Join(append([]string{filepath.Base(os.Args[0])}, os.Args[1:]...), " ")
	if len(command) > maxHolder {
		command = command[:maxHolder]
	}
	text := fmt.Sprintf("%d %s\n", os.Getpid(), strings.ReplaceAll(command, "\n", " "))
	if err := os.WriteFile(holderPath(path), []byte(text), 0o644); err != nil {
		return fmt.Errorf("say who holds the store: %w", err)
	}
	return nil
}

// lockedError reads who holds the store at path.
func lockedError(path string) *LockedError {
	e := &LockedError{Path: path}
	b, err := os.ReadFile(holderPath(path))
	if err != nil {
		return e
	}
	pid, command, _ := strings.Cut(strings.TrimSpace(string(b)), " ")
	n, err := strconv.Atoi(pid)
	if err != nil || n <= 0 {
		return e
	}
	e.PID, e.Command = n, command
	return e
}
