package main

import (
	"context"
	"errors"
	"sync"
)

// together runs all of fs at once. The first to return stops the others by
// ending their context; together returns when all have, with what went wrong.
// An error that only says that the context ended counts as none.
func together(ctx context.Context, fs ...func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, len(fs))
	var wg sync.WaitGroup
	for i, f := range fs {
		wg.Go(func() {
			defer stop()
			if err := f(ctx); !errors.Is(err, context.Canceled) {
				errs[i] = err
			}
		})
	}
	wg.Wait()
	return errors.Join(errs...)
}
