package document

// role says what becomes of a child element of an entry.
type role uint8

const (
	roleNone       role = iota // not looked at
	rolePart                   // structure, which gofeed parses: links, persons, categories, media …
	roleLink                   // a part whose text is an address
	roleTitle                  // text kept aside
	roleOtherTitle             // dc:title, itunes:title
	roleSubtitle
	roleContent     // Atom content
	roleEncoded     // content:encoded
	roleBody        // xhtml:body
	roleFull        // the whole text, under the names some agencies give it
	roleDescription // RSS description
	roleSummary     // Atom summary
	roleBlurb       // media:description, itunes:summary, dc:description
	roleBlurb2
	rolePublished // dates
	roleIssued
	roleDate
	roleCreated
	roleUpdated
	roleLanguage
	roleRights

	firstText, lastText = roleTitle, roleBlurb2
	firstDate, lastDate = rolePublished, roleUpdated
)

// isText reports the roles whose text is kept aside.
func (r role) isText() bool { return r >= firstText && r <= lastText }

// isDate reports the roles that are dates.
func (r role) isDate() bool { return r >= firstDate && r <= lastDate }

// roleOf is the role of a child of an entry: local is in lower case.
func roleOf(sp space, local string) role {
	switch sp {
	case spaceNative, spaceAtom:
		return nativeRole(sp, local)
	case spaceContent:
		switch local {
		case "encoded", "items":
			return roleEncoded
		case "content": // of a page that is set for a search engine
			return roleFull
		}
	case spaceXHTML:
		if local == "body" || local == "div" || local == "p" {
			return roleBody
		}
	case spaceDC:
		return dublinCoreRole(local)
	case spaceMedia:
		switch local {
		case "description", "text":
			return roleBlurb
		case "content", "group", "thumbnail", "title", "credit", "keywords", "copyright":
			return rolePart
		}
	case spaceITunes:
		switch local {
		case "summary":
			return roleBlurb2
		case "title":
			return roleOtherTitle
		case "subtitle":
			return roleSubtitle
		case "author", "image":
			return rolePart
		}
	case spaceUnknown:
		switch local {
		case "full-text", "fulltext", "full_text":
			return roleFull
		}
	}
	return roleNone
}

func nativeRole(sp space, local string) role {
	switch local {
	case "title":
		return roleTitle
	case "link", "url":
		return roleLink
	case "description", "abstract":
		return roleDescription
	case "encoded":
		return roleEncoded
	case "content":
		return roleContent
	case "summary":
		return roleSummary
	case "body", "full-text", "fulltext", "full_text", "fullitem":
		return roleFull
	case "pubdate", "published":
		return rolePublished
	case "issued":
		return roleIssued
	case "date":
		return roleDate
	case "created":
		return roleCreated
	case "updated", "modified", "lastbuilddate":
		return roleUpdated
	case "language":
		return roleLanguage
	case "rights", "copyright":
		return roleRights
	case "guid", "id", "author", "contributor", "category", "enclosure", "source", "image":
		return rolePart
	}
	return roleNone
}

// dublinCoreRole serves dc: and dcterms: alike.
func dublinCoreRole(local string) role {
	switch local {
	case "title":
		return roleOtherTitle
	case "description", "abstract":
		return roleBlurb2
	case "date":
		return roleDate
	case "issued", "available", "datesubmitted":
		return roleIssued
	case "created":
		return roleCreated
	case "modified":
		return roleUpdated
	case "language":
		return roleLanguage
	case "rights":
		return roleRights
	case "creator", "contributor", "subject", "identifier", "source":
		return rolePart
	}
	return roleNone
}
