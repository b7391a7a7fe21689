package web

import "strings"

// A coding is a content coding in which a body is kept ready.
type coding uint8

const (
	identity coding = iota
	gzipped
	zstandard
	codings // how many there are
)

// name is what the coding is called in HTTP (RFC 9110 §8.4.1, RFC 8878 §7.2).
func (c coding) name() string {
	switch c {
	case gzipped:
		return "gzip"
	case zstandard:
		return "zstd"
	}
	return "identity"
}

// maxAcceptEncoding bounds how much of the header is read, in bytes: browsers
// send about 30. Of a longer one the item that reaches over the bound is not
// read, nor what follows: its weight may be behind it.
const maxAcceptEncoding = 512

// negotiate picks the coding for a request with these Accept-Encoding fields
// (RFC 9110 §12.5.3): the one the client likes best, at equal liking zstd,
// then gzip. Without the field, or when nothing we have is acceptable, it is
// identity: a feed reader is better served with plain bytes than with a 406.
func negotiate(accept []string) coding {
	if len(accept) == 0 {
		return identity
	}
	s := accept[0]
	if len(accept) > 1 {
		s = strings.Join(accept, ",")
	}
	if len(s) > maxAcceptEncoding {
		s = s[:strings.LastIndexByte(s[:maxAcceptEncoding+1], ',')+1]
	}
	const unsaid = -1
	gz, zs, id, any := unsaid, unsaid, unsaid, unsaid
	for s != "" {
		var item string
		item, s, _ = strings.Cut(s, ",")
		name, params, _ := strings.Cut(item, ";")
		name = strings.TrimSpace(name)
		q := quality(params)
		switch {
		case strings.EqualFold(name, "gzip"), strings.EqualFold(name, "x-gzip"):
			gz = max(gz, q)
		case len(name) == len("zstd") && strings.EqualFold(name, "zstd"): // ſ, which folds to s, is longer
			zs = max(zs, q)
		case strings.EqualFold(name, "identity"):
			id = max(id, q)
		case name == "*":
			any = max(any, q)
		}
	}
	if gz == unsaid {
		gz = any
	}
	if zs == unsaid {
		zs = any
	}
	switch {
	case zs > 0 && zs >= gz && zs >= id:
		return zstandard
	case gz > 0 && gz >= id:
		return gzipped
	}
	return identity
}

// quality reads the weight out of the parameters of a list item, in
// thousandths (RFC 9110 §12.4.2). It is 1000 when there is none, and 0 when
// it cannot be read, so that nobody gets a coding by a slip of the pen.
func quality(params string) int {
	for params != "" {
		var p string
		p, params, _ = strings.Cut(params, ";")
		name, v, ok := strings.Cut(p, "=")
		if !ok || !strings.EqualFold(strings.TrimSpace(name), "q") {
			continue
		}
		return qvalue(strings.TrimSpace(v))
	}
	return 1000
}

// qvalue reads ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] ).
func qvalue(s string) int {
	if s == "" || s[0] != '0' && s[0] != '1' || len(s) > 5 || len(s) > 1 && s[1] != '.' {
		return 0
	}
	q, unit := int(s[0]-'0')*1000, 100
	for i := 2; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return 0
		}
		q += int(s[i]-'0') * unit
		unit /= 10
	}
	if q > 1000 {
		return 0
	}
	return q
}
