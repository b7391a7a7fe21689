package feed

import (
	"net/mail"
	"strings"
	"time"

	"github.com/datelinewire/dateline/wire"
)

// generator names the program in the documents; without its version, so that
// an upgrade alone changes no byte.
const generator = "Dateline"

func (p *press) items(e *wire.Edition) []item {
	items := make([]item, len(e.Articles))
	for i, a := range e.Articles {
		items[i] = p.item(a)
	}
	return items
}

// description says what a topic's feed is.
func (p *press) description(t wire.Topic) string {
	return p.topicTitle(t) + ": wire copy selected by " + p.title
}

// updated is the date of the edition: its own, else that of its newest item;
// zero when neither has one.
func updated(e *wire.Edition, items []item) time.Time {
	t := latest(e.Updated)
	if !t.IsZero() {
		return t
	}
	for _, it := range items {
		t = latest(t, it.updated)
	}
	return t
}

// commonLanguage is the language in which all items are; empty when they
// differ or one does not say.
func commonLanguage(items []item) string {
	for i, it := range items {
		if it.language == "" || !strings.EqualFold(it.language, items[0].language) {
			return ""
		}
		if i == len(items)-1 {
			return items[0].language
		}
	}
	return ""
}

// mailbox returns the address of a contact, empty when it is not one.
func mailbox(contact string) string {
	a, err := mail.ParseAddress(clean(contact))
	if err != nil || strings.ContainsAny(a.Address, " ()<>\"") {
		return ""
	}
	return a.Address
}

// sourceURL is the address at which a source's own feed can be read by
// anybody; false when it is nobody's business.
func sourceURL(src *wire.Source) (string, bool) {
	if src == nil {
		return "", false
	}
	return webURL(src.URL)
}

func sourceTitle(src *wire.Source) string {
	if s := line(src.Title); s != "" {
		return s
	}
	return line(src.Name)
}
