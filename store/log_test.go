package store_test

import (
	"fmt"
	"testing"

	"github.com/datelinewire/dateline/wire"
)

func TestLogHoldsEachArticleOnceAtItsLatestPlace(t *testing.T) {
	s := open(t)
	for i := range 3 {
		commit(t, s, "wend", minute(i), filing("wend", fmt.Sprint(i), "First.", start))
	}
	commit(t, s, "wend", minute(3), filing("wend", "0", "Second.", start))
	for _, row := range []struct {
		after uint64
		n     int
		want  string
	}{
		{0, 10, "2:1 3:2 4:0 "},
		{0, 1, "2:1 "},
		{1, 1, "2:1 "},
		{3, 10, "4:0 "},
		{4, 10, ""},
		{0, 0, ""},
	} {
		changes, err := s.After(row.after, row.n)
		if err != nil {
			t.Fatal(err)
		}
		got := ""
		for _, c := range changes {
			if c.ID != c.Article.ID {
				t.Errorf("change %d of %s carries %s", c.Seq, c.ID, c.Article.ID)
			}
			got += fmt.Sprintf("%d:%s ", c.Seq, c.Article.EntryID)
		}
		if got != row.want {
			t.Errorf("After(%d, %d): got %q, want %q", row.after, row.n, got, row.want)
		}
	}
}

func TestLogGrowsOverRestarts(t *testing.T) {
	path := t.TempDir() + "/dateline.db"
	last := uint64(0)
	for i := range 5 {
		s := openAt(t, path)
		commit(t, s, "wend", minute(i), filing("wend", "1", fmt.Sprint("Text ", i), start))
		seq, err := s.Seq()
		if err != nil || seq <= last {
			t.Errorf("round %d: place %d after %d, %v", i, seq, last, err)
		}
		last = seq
		if _, err := s.Prune(ctx, minute(i+1)); err != nil {
			t.Fatal(err)
		}
		shut(t, s)
	}
}

func TestWakeTellsWhenTheLogGrows(t *testing.T) {
	s := open(t)
	f := filing("wend", "1", "One.", start)
	wake := s.Wake()
	commit304(t, s, wire.Poll{Source: "wend", At: minute(0)})
	if err := s.Flush(ctx); err != nil {
		t.Fatal(err)
	}
	select {
	case <-wake:
		t.Error("woken by a visit without articles")
	default:
	}
	commit(t, s, "wend", minute(1), f)
	<-wake
	wake = s.Wake()
	commit(t, s, "wend", minute(2), f)
	select {
	case <-wake:
		t.Error("woken by a filing that was the same")
	default:
	}
	if _, err := s.Prune(ctx, minute(9)); err != nil {
		t.Fatal(err)
	}
	<-wake
}
