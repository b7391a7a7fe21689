package main

import (
	"context"
	"fmt"
	"net"
	"time"

	"github.com/coreos/go-systemd/v22/activation"
	sd "github.com/coreos/go-systemd/v22/daemon"
)

// listen binds addr, or takes the socket that systemd handed over
// (sd_listen_fds(3)); with one handed over, addr is not used.
func listen(addr string) (net.Listener, error) {
	handed, err := activation.Listeners()
	if err != nil {
		return nil, fmt.Errorf("socket from systemd: %w", err)
	}
	for _, l := range handed {
		if l != nil {
			return l, nil
		}
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, &hinted{fmt.Errorf("listen: %w", err), "is another dateline, or another program, on " + addr + "? choose another address with 'listen:' or --listen"}
	}
	return l, nil
}

// tellSystemd passes state on (sd_notify(3)); without systemd it does nothing.
// A lost message is not worth stopping for: systemd's own timeout says so.
func tellSystemd(state string) { _, _ = sd.SdNotify(false, state) }

// The states that the daemon tells.
const (
	stateReady    = sd.SdNotifyReady
	stateStopping = sd.SdNotifyStopping
	stateAlive    = sd.SdNotifyWatchdog
)

// watchdog tells systemd twice in each of its watchdog periods that the
// daemon lives, as long as alive says so, until ctx ends.
func watchdog(ctx context.Context, alive func() bool) error {
	period, err := sd.SdWatchdogEnabled(false)
	if err != nil {
		return fmt.Errorf("watchdog: %w", err)
	}
	if period == 0 {
		<-ctx.Done()
		return nil
	}
	tick := time.NewTicker(period / 2)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			if alive() {
				tellSystemd(stateAlive)
			}
		}
	}
}
