package web

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"syscall"
	"time"
)

// socketMode lets the owner of the store speak to the daemon and nobody else.
const socketMode = 0o600

// maxSocketPath is what Linux's sockaddr_un holds, in bytes.
const maxSocketPath = 107

// askTimeout bounds the question who listens: an answer comes at once or not.
const askTimeout = 2 * time.Second

// ErrSocketInUse is wrapped by ListenControl when a daemon listens already.
var ErrSocketInUse = errors.New("in use")

// ListenControl listens on a unix socket at path that only its owner can use.
// A socket that a dead daemon left is replaced; a live one is ErrSocketInUse
// and says whose it is; any other file is left alone. Closing the listener
// removes the socket.
func ListenControl(path string) (net.Listener, error) {
	if err := clearSocket(path); err != nil {
		return nil, fmt.Errorf("control socket %s: %w", path, err)
	}
	// It is made where nobody else can reach it and moved when its mode is
	// right, so that there is no moment in which it is open to all.
	dir, err := os.MkdirTemp(filepath.Dir(path), ".s")
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	defer os.RemoveAll(dir)
	temp := filepath.Join(dir, "s")
	if len(temp) > maxSocketPath || len(path) > maxSocketPath {
		return nil, fmt.Errorf("control socket %s: path is longer than %d bytes", path, maxSocketPath-len(temp)+len(path))
	}
	l, err := net.ListenUnix("unix", &net.UnixAddr{Name: temp, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("control socket: %w", err)
	}
	l.SetUnlinkOnClose(false)
	if err := errors.Join(os.Chmod(temp, socketMode), os.Rename(temp, path)); err != nil {
		l.Close()
		return nil, fmt.Errorf("control socket: %w", err)
	}
	return &socket{UnixListener: l, path: path}, nil
}

// socket is a listener that knows where it was moved to.
type socket struct {
	*net.UnixListener
	path string
}

// Addr is where clients find it.
func (s *socket) Addr() net.Addr { return &net.UnixAddr{Name: s.path, Net: "unix"} }

// Close stops listening and removes the file.
func (s *socket) Close() error {
	err := s.UnixListener.Close()
	if err != nil {
		return err
	}
	return os.Remove(s.path)
}

// clearSocket sees to it that path may be taken.
func clearSocket(path string) error {
	fi, err := os.Lstat(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if fi.Mode().Type() != os.ModeSocket {
		return errors.New("there is a file of this name that is no socket")
	}
	conn, err := net.DialTimeout("unix", path, askTimeout)
	if errors.Is(err, syscall.ECONNREFUSED) || errors.Is(err, os.ErrNotExist) {
		return nil // left behind; the new one takes its name
	}
	if err != nil {
		return err
	}
	conn.Close()
	ctx, cancel := context.WithTimeout(context.Background(), askTimeout)
	defer cancel()
	st, err := DialControl(path).Status(ctx)
	if err != nil {
		return fmt.Errorf("%w by a program that does not answer: %w", ErrSocketInUse, err)
	}
	return fmt.Errorf("%w by dateline %s, process %d, since %s", ErrSocketInUse, st.Version, st.PID, st.Since.Format(time.RFC3339))
}
