package main

import (
	"context"
	"errors"
	"testing"
)

func TestTogetherStopsAllWhenOneReturns(t *testing.T) {
	broken := errors.New("broken")
	stopped := false
	err := together(t.Context(),
		func(ctx context.Context) error { <-ctx.Done(); stopped = true; return ctx.Err() },
		func(context.Context) error { return broken },
	)
	if !errors.Is(err, broken) {
		t.Errorf("together = %v, want %v", err, broken)
	}
	if !stopped {
		t.Error("together returned before all had")
	}
}

func TestTogetherEndsQuietlyWithItsContext(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	stop()
	err := together(ctx, func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() })
	if err != nil {
		t.Errorf("together = %v, want nil", err)
	}
}
