package ingest

import (
	"context"
	"time"

	"github.com/datelinewire/dateline/wire"
)

type hubs struct{}
type robots struct{}

func serves(h wire.Hub, now time.Time) bool        { return false }
func (b *visitor) hub()                            {}
func (b *visitor) pages(ctx context.Context) error { return nil }
