package document

import "time"

// dates reads the dates of an entry: the first of each kind that can be read.
func (r *reader) dates(e *Entry, n *note) {
	unread := ""
	read := func(roles ...role) (time.Time, string) {
		for _, ro := range roles {
			s := *n.date(ro)
			if s == "" {
				continue
			}
			t, err := parseDate(s, r.o.Zone)
			if err == nil {
				return t, s
			}
			if unread == "" {
				unread = s
			}
		}
		return time.Time{}, ""
	}
	published, printed := read(rolePublished, roleIssued, roleDate, roleCreated)
	failed := unread
	updated, stamp := read(roleUpdated)
	if published.IsZero() {
		published, printed = updated, stamp
	}
	if !r.o.Now.IsZero() {
		if published.After(r.o.Now) {
			published, e.DateText = r.o.Now.UTC(), printed
		}
		if updated.After(r.o.Now) {
			updated = r.o.Now.UTC()
			if e.DateText == "" {
				e.DateText = stamp
			}
		}
	}
	e.Published, e.Updated, e.Undated = published, updated, published.IsZero()
	if e.Undated || failed != "" && e.DateText == "" {
		e.DateText = cmpOr(failed, unread)
	}
}

func cmpOr(a, b string) string {
	if a != "" {
		return a
	}
	return b
}
