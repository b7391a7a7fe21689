package desk_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"github.com/datelinewire/dateline/feed/desk"
	"github.com/datelinewire/dateline/wire"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// day is when the articles of these tests come in, in a synctest bubble's past.
var day = time.Date(1999, 9, 9, 8, 0, 0, 0, time.UTC)

// article returns version 1 of a usable article received minute minutes into the day.
func article(id string, minute int, lead string) *wire.Article {
	at := day.Add(time.Duration(minute) * time.Minute)
	return &wire.Article{
		ID: id, Source: "north", Headline: "Headline of " + id, Lead: lead, Status: wire.StatusUsable,
		Published: at.Add(-time.Minute), Received: at, Version: 1,
	}
}

// edit returns the next version of a, received minute minutes into the day.
func edit(a *wire.Article, minute int, lead string) *wire.Article {
	b := *a
	b.Version++
	b.Lead = lead
	b.Revised = day.Add(time.Duration(minute) * time.Minute)
	return &b
}

func kill(a *wire.Article, minute int) *wire.Article {
	b := edit(a, minute, a.Lead)
	b.Status, b.Signal = wire.StatusCanceled, wire.SignalKill
	return b
}

func two() []wire.Topic {
	return []wire.Topic{{Name: "grain", Title: "Grain", Match: "grain", Limit: 3}, {Name: "rail", Title: "Rail", Match: "rail", Limit: 3}}
}

func open(t testing.TB, s desk.Store, topics ...wire.Topic) *desk.Desk {
	t.Helper()
	d, err := desk.New(s, topics, desk.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func catchUp(t testing.TB, d *desk.Desk) {
	t.Helper()
	if err := d.CatchUp(t.Context()); err != nil {
		t.Fatal(err)
	}
}

func edition(t testing.TB, d *desk.Desk, topic string) *wire.Edition {
	t.Helper()
	e, err := d.Edition(topic)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func ids(e *wire.Edition) string {
	var s []string
	for _, a := range e.Articles {
		s = append(s, fmt.Sprintf("%s.%d", a.ID, a.Version))
	}
	return strings.Join(s, " ")
}

// wantIDs compares the editions's articles, as ID.version newest first.
func wantIDs(t testing.TB, d *desk.Desk, topic, want string) {
	t.Helper()
	if got := ids(edition(t, d, topic)); got != want {
		t.Errorf("edition of %s: got %q, want %q", topic, got, want)
	}
}

func TestArticlesAreDealtToTheirTopicsNewestFirst(t *testing.T) {
	s := newFake()
	s.put("b", article("b", 2, "grain prices"))
	s.put("a", article("a", 1, "grain by rail"))
	s.put("c", article("c", 3, "nothing of note"))
	s.put("e", article("e", 4, "grain once more"))
	s.put("d", article("d", 4, "grain again"))
	d := open(t, s, two()...)
	catchUp(t, d)
	wantIDs(t, d, "grain", "e.1 d.1 b.1") // three at most; b's time decides, not its place in the log
	wantIDs(t, d, "rail", "a.1")
	if got, err := d.Members("grain", 0); err != nil || !slices.Equal(got, []string{"e", "d", "b", "a"}) {
		t.Errorf("Members = %v, %v", got, err)
	}
	if got, err := d.Members("grain", 2); err != nil || !slices.Equal(got, []string{"e", "d"}) {
		t.Errorf("Members of 2 = %v, %v", got, err)
	}
	if got, err := d.TopicsOf("a"); err != nil || !slices.Equal(got, []string{"grain", "rail"}) {
		t.Errorf("TopicsOf(a) = %v, %v", got, err)
	}
	if got, err := d.TopicsOf("c"); err != nil || got != nil {
		t.Errorf("TopicsOf(c) = %v, %v", got, err)
	}
}

func TestAnEditStaysAtItsPlaceAndAKillLeaves(t *testing.T) {
	s := newFake()
	a, b := article("a", 1, "grain"), article("b", 2, "grain")
	s.put("a", a)
	s.put("b", b)
	d := open(t, s, two()...)
	catchUp(t, d)

	s.put("a", edit(a, 10, "grain and more grain"))
	catchUp(t, d)
	wantIDs(t, d, "grain", "b.1 a.2")
	if got := edition(t, d, "grain").Articles[1].Lead; got != "grain and more grain" {
		t.Errorf("lead is %q", got)
	}
	if got, want := edition(t, d, "grain").Updated, day.Add(10*time.Minute); !got.Equal(want) {
		t.Errorf("after an edit Updated = %v, want %v", got, want)
	}

	s.put("b", kill(b, 20))
	catchUp(t, d)
	wantIDs(t, d, "grain", "a.2")
	if got, want := edition(t, d, "grain").Updated, day.Add(20*time.Minute); !got.Equal(want) {
		t.Errorf("after a kill Updated = %v, want %v", got, want)
	}

	s.put("a", edit(edit(a, 10, ""), 30, "wheat by rail"))
	catchUp(t, d)
	wantIDs(t, d, "grain", "")
	wantIDs(t, d, "rail", "a.3")

	s.put("a", nil)
	catchUp(t, d)
	wantIDs(t, d, "rail", "")
	if len(edition(t, d, "rail").Articles) != 0 {
		t.Error("a pruned article is still there")
	}
}

func TestPerSourceIsHonoured(t *testing.T) {
	s := newFake()
	for i := range 6 {
		s.put(fmt.Sprint("n", i), article(fmt.Sprint("n", i), 10+i, "grain"))
	}
	a := article("south", 1, "grain")
	a.Source = "south"
	s.put("south", a)
	d := open(t, s, wire.Topic{Name: "grain", Match: "grain", Limit: 5, PerSource: 2})
	catchUp(t, d)
	wantIDs(t, d, "grain", "n5.1 n4.1 south.1")
}

func TestTopicNotConcernedKeepsItsEdition(t *testing.T) {
	s := newFake()
	for i := range 4 {
		s.put(fmt.Sprint("g", i), article(fmt.Sprint("g", i), 10+i, "grain"))
	}
	r := article("r", 1, "rail")
	s.put("r", r)
	d := open(t, s, two()...)
	catchUp(t, d)
	grain, rail := edition(t, d, "grain"), edition(t, d, "rail")
	changed := d.Changed()

	s.put("x", article("x", 20, "no topic"))
	s.put("g0", edit(article("g0", 10, ""), 21, "grain below the limit")) // the oldest of four, three are shown
	s.put("y", article("y", 2, "grain that came in long ago"))
	catchUp(t, d)
	if edition(t, d, "grain") != grain || edition(t, d, "rail") != rail {
		t.Error("an edition that was not concerned has been replaced")
	}
	select {
	case <-changed:
		t.Error("Changed was closed though no edition changed")
	default:
	}

	s.put("r", edit(r, 22, "rail again"))
	fetched := s.fetched
	catchUp(t, d)
	if edition(t, d, "grain") != grain {
		t.Error("grain's edition was replaced by a change in rail")
	}
	if edition(t, d, "rail") == rail {
		t.Error("rail's edition was not replaced")
	}
	if s.fetched != fetched+1 {
		t.Errorf("one change loaded %d articles", s.fetched-fetched)
	}
	select {
	case <-changed:
	default:
		t.Error("Changed was not closed")
	}
}

func TestRestartServesTheSameEdition(t *testing.T) {
	s := newFake()
	for i := range 9 {
		s.put(fmt.Sprint("g", i), article(fmt.Sprint("g", i), 10+i, "grain by rail"))
	}
	d := open(t, s, two()...)
	catchUp(t, d)
	s.put("g8", kill(article("g8", 18, ""), 40)) // what it leaves behind is only in the ledger
	s.put("g1", edit(article("g1", 11, ""), 50, "grain below the limit"))
	catchUp(t, d)
	for _, name := range []string{"grain", "rail"} {
		before := edition(t, d, name)
		after := open(t, s, two()...)
		early := edition(t, after, name) // even before it has caught up
		if diff := cmp.Diff(before, early); diff != "" {
			t.Errorf("edition of %s right after a restart (-before +after):\n%s", name, diff)
		}
		catchUp(t, after)
		if edition(t, after, name) != early {
			t.Errorf("edition of %s was replaced by catching up with nothing", name)
		}
	}
}

func TestChangedRuleIsDealtAgainAndOthersKeepTheirs(t *testing.T) {
	s := newFake()
	for i := range 20 {
		s.put(fmt.Sprint("a", i), article(fmt.Sprint("a", i), i, []string{"grain", "rail", "wheat", "grain rail"}[i%4]))
	}
	catchUp(t, open(t, s, two()...))

	d := open(t, s, wire.Topic{Name: "grain", Match: "wheat", Limit: 3}, two()[1], wire.Topic{Name: "new", Match: "grain", Limit: 2})
	rail := edition(t, d, "rail")
	catchUp(t, d)
	wantIDs(t, d, "grain", "a18.1 a14.1 a10.1")
	wantIDs(t, d, "new", "a19.1 a16.1")
	if edition(t, d, "rail") != rail {
		t.Error("a topic whose rule did not change lost its edition")
	}
	if got, err := d.TopicsOf("a16"); err != nil || !slices.Equal(got, []string{"new"}) {
		t.Errorf("TopicsOf(a16) = %v, %v: want only the topics of the present rules", got, err)
	}

	d = open(t, s, wire.Topic{Name: "new", Match: "grain", Limit: 4}) // grain and rail are removed, new shows more
	catchUp(t, d)
	wantIDs(t, d, "new", "a19.1 a16.1 a15.1 a12.1")
	if _, err := d.Edition("rail"); !errors.Is(err, desk.ErrNoTopic) {
		t.Errorf("removed topic: %v", err)
	}
	for k := range s.pages {
		if strings.HasPrefix(k, "mrail\x00") || strings.HasPrefix(k, "trail") {
			t.Fatalf("removed topic has left page %q", k)
		}
	}

	d = open(t, s, two()...) // and come back
	catchUp(t, d)
	wantIDs(t, d, "rail", "a19.1 a17.1 a15.1")
}

func TestTopicThatIsDealtAnewIsNotServedInPart(t *testing.T) {
	s := newFake()
	for i := range 30 {
		s.put(fmt.Sprint("a", i), article(fmt.Sprint("a", i), i, "grain by rail"))
	}
	catchUp(t, open(t, s, two()[0]))
	for range 3 { // a process that dies on the way, and the next ones
		d := open(t, s, two()...)
		s.stopAfter = 2
		if err := d.CatchUp(t.Context()); err == nil {
			t.Fatal("CatchUp was not stopped")
		}
		if _, err := d.Edition("rail"); !errors.Is(err, desk.ErrDealing) {
			t.Errorf("edition of a topic that is half dealt: %v, want ErrDealing", err)
		}
		wantIDs(t, d, "grain", "a29.1 a28.1 a27.1") // the other is served all the time
	}
	s.stopAfter = 0
	d := open(t, s, two()...)
	catchUp(t, d)
	wantIDs(t, d, "rail", "a29.1 a28.1 a27.1")
}

func TestVersionThatComesBackCountsAsAChange(t *testing.T) {
	s := newFake()
	a := article("a", 1, "grain")
	s.put("a", a)
	d := open(t, s, two()...)
	catchUp(t, d)
	s.put("a", edit(a, 10, "grain, more of it"))
	again := *a // the agency goes back to its first text before the desk looks
	again.Revised = day.Add(20 * time.Minute)
	s.put("a", &again)
	catchUp(t, d)
	if diff := cmp.Diff(edition(t, open(t, s, two()...), "grain"), edition(t, d, "grain")); diff != "" {
		t.Errorf("edition (-after a restart +before):\n%s", diff)
	}
	if got, want := edition(t, d, "grain").Updated, again.Revised; !got.Equal(want) {
		t.Errorf("Updated = %v, want %v", got, want)
	}
}

func TestEmbargoEndsByItself(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newFake()
		end := time.Now().Add(90 * time.Minute)
		a := article("a", 5, "grain")
		a.Status, a.Embargo = wire.StatusWithheld, &end
		forever := article("w", 6, "grain")
		forever.Status = wire.StatusWithheld
		s.put("a", a)
		s.put("b", article("b", 4, "grain"))
		s.put("w", forever)
		d := open(t, s, two()...)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- d.Run(ctx) }()
		<-d.CaughtUp()
		wantIDs(t, d, "grain", "b.1")
		if got, _ := d.TopicsOf("a"); got != nil {
			t.Errorf("embargoed article is told to be in %v", got)
		}
		changed := d.Changed()

		time.Sleep(time.Until(end) - time.Nanosecond)
		synctest.Wait()
		wantIDs(t, d, "grain", "b.1")
		time.Sleep(time.Nanosecond)
		synctest.Wait()
		select {
		case <-changed: // without anybody asking for the edition
		default:
			t.Error("the end of the embargo did not change an edition")
		}
		wantIDs(t, d, "grain", "a.1 b.1")
		e := edition(t, d, "grain")
		if !e.Updated.Equal(end) || e.Articles[0].Status != wire.StatusUsable {
			t.Errorf("Updated %v, status %s: want %v, usable", e.Updated, e.Articles[0].Status, end)
		}
		if a.Status != wire.StatusWithheld {
			t.Error("the store's article was modified")
		}
		if got, _ := d.TopicsOf("a"); !slices.Equal(got, []string{"grain"}) {
			t.Errorf("TopicsOf(a) = %v", got)
		}
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}

		time.Sleep(time.Hour)
		again := open(t, s, two()...)
		if diff := cmp.Diff(e, edition(t, again, "grain")); diff != "" {
			t.Errorf("after a restart (-before +after):\n%s", diff)
		}
	})
}

func TestEmbargoedArticleThatIsKilledNeverComesIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newFake()
		end := time.Now().Add(time.Hour)
		a := article("a", 5, "grain")
		a.Status, a.Embargo = wire.StatusWithheld, &end
		s.put("a", a)
		d := open(t, s, two()...)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- d.Run(ctx) }()
		<-d.CaughtUp()
		e := edition(t, d, "grain")
		s.put("a", kill(a, 30))
		synctest.Wait()
		time.Sleep(2 * time.Hour)
		synctest.Wait()
		if edition(t, d, "grain") != e {
			t.Error("an article that nobody saw changed the edition by its kill")
		}
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

func TestRunDealsAsNewsComesIn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newFake()
		d := open(t, s, two()...)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- d.Run(ctx) }()
		<-d.CaughtUp()
		for i := range 50 {
			s.put(fmt.Sprint("a", i), article(fmt.Sprint("a", i), i, "grain"))
		}
		synctest.Wait()
		wantIDs(t, d, "grain", "a49.1 a48.1 a47.1")
		stop()
		if err := <-ended; err != nil {
			t.Errorf("Run: %v", err)
		}
	})
}

func TestStoreErrorsEndRunWithTheirPath(t *testing.T) {
	s := newFake()
	s.put("a", article("a", 1, "grain"))
	s.fail = errors.New("disk full")
	d := open(t, s, two()...)
	err := d.Run(t.Context())
	if !errors.Is(err, s.fail) && (err == nil || err.Error() != "desk: disk full") {
		t.Errorf("Run: %v", err)
	}
	catchUp(t, d) // what failed has not happened
	wantIDs(t, d, "grain", "a.1")
}

func TestNewRefusesWhatCannotWork(t *testing.T) {
	for _, c := range []struct {
		name   string
		topics []wire.Topic
	}{
		{"rule that does not parse", []wire.Topic{{Name: "a", Match: "("}}},
		{"name given twice", []wire.Topic{{Name: "a", Match: "x"}, {Name: "a", Match: "y"}}},
		{"no name", []wire.Topic{{Match: "x"}}},
		{"zero byte in the name", []wire.Topic{{Name: "a\x00b", Match: "x"}}},
	} {
		if _, err := desk.New(newFake(), c.topics, desk.Options{}); err == nil {
			t.Errorf("%s: no error", c.name)
		}
	}
}

func TestLedgerOfAnotherFormatIsDealtAnew(t *testing.T) {
	s := newFake()
	for i := range 20 {
		s.put(fmt.Sprint("a", i), article(fmt.Sprint("a", i), i, "grain"))
	}
	catchUp(t, open(t, s, two()...))
	for k, v := range s.pages {
		s.pages[k] = v[:len(v)/2]
	}
	s.pages["z"] = []byte("of no use any more")
	d := open(t, s, two()...)
	catchUp(t, d)
	wantIDs(t, d, "grain", "a19.1 a18.1 a17.1")
	if s.pages["z"] != nil {
		t.Error("the old ledger is still there")
	}
}

func TestWhySaysWhichWords(t *testing.T) {
	d := open(t, newFake(), two()...)
	reason, ok, err := d.Why("rail", article("a", 1, "grain goes by rail"))
	if err != nil || !ok || !strings.Contains(reason.String(), "rail") {
		t.Errorf("Why = %v, %v, %v", reason, ok, err)
	}
	if _, ok, err := d.Why("rail", article("a", 1, "grain")); ok || err != nil {
		t.Errorf("Why of an article that does not match: %v, %v", ok, err)
	}
}

func TestUnknownTopic(t *testing.T) {
	d := open(t, newFake(), two()...)
	_, e1 := d.Edition("x")
	_, e2 := d.Members("x", 1)
	_, _, e3 := d.Why("x", article("a", 1, "x"))
	for _, err := range []error{e1, e2, e3} {
		if !errors.Is(err, desk.ErrNoTopic) {
			t.Errorf("got %v, want ErrNoTopic", err)
		}
	}
}
