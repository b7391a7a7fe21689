package copydesk

import "github.com/datelinewire/dateline/wire"

func (d *sheet) signals(a *wire.Article) {}
