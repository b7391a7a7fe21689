package ingest

import "context"

type robots struct{}

func (b *visitor) pages(ctx context.Context) error { return nil }
