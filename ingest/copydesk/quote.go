package copydesk

import "github.com/datelinewire/dateline/wire"

func (d *sheet) quotes(a *wire.Article) {}
