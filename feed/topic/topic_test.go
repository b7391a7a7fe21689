package topic_test

import (
	"testing"

	"github.com/datelinewire/dateline/feed/topic"
	"github.com/datelinewire/dateline/wire"
)

func TestFirst(t *testing.T) {
	r, err := topic.Parse(`(azerbaijan OR armenia OR georgia) AND NOT ("Georgia Tech" OR category:sport) OR country:AZ OR speaker:"Ilham Aliyev"`)
	if err != nil {
		t.Fatal(err)
	}
	t.Log(r)
	why, ok := r.Match(topic.NewDoc(&wire.Article{Headline: "Talks in Armenia's capital", Lead: "x"}))
	if !ok || len(why) != 1 {
		t.Fatal(why, ok)
	}
	t.Log(why)
}
