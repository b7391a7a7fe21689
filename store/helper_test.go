package store_test

import (
	"errors"

	"github.com/datelinewire/dateline/store"
)

func isClosed(err error) bool { return errors.Is(err, store.ErrClosed) }
