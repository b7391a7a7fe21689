package document

import (
	"testing"
	"time"
)

// zoneNamed is a zone with one offset; tests must not depend on the zone
// files of a machine.
func zoneNamed(name string, hours float64) *time.Location {
	return time.FixedZone(name, int(hours*3600))
}

func TestDatesAreReadAsPrinted(t *testing.T) {
	baku := zoneNamed("+04", 4)
	for _, c := range []struct {
		text string
		zone *time.Location
		want string // empty is unreadable
	}{
		// RFC 822 and its children
		{"Tue, 09 Sep 2025 10:15:30 +0400", nil, "2025-09-09T06:15:30Z"},
		{"Tue, 9 Sep 2025 10:15:30 GMT", nil, "2025-09-09T10:15:30Z"},
		{"9 Sep 25 10:15 UT", nil, "2025-09-09T10:15:00Z"},
		{"Tue, 09 Sep 2025 10:15 Z", nil, "2025-09-09T10:15:00Z"},
		{"tue, 09 sep 2025 10:15:30 gmt", nil, "2025-09-09T10:15:30Z"},
		{"Tue,09 Sep 2025 10:15:30 +0400", nil, "2025-09-09T06:15:30Z"},
		{"Tue 09 Sep 2025 10:15:30 +0400", nil, "2025-09-09T06:15:30Z"},
		{"09 Sep 2025 10:15:30 -0500 (EST)", nil, "2025-09-09T15:15:30Z"},
		{"Tue, 09 September 2025 10:15:30 -05:00", nil, "2025-09-09T15:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 GMT+3", nil, "2025-09-09T07:15:30Z"},
		{"Thu,28 Jul 2022 4:35:5 GMT+9", nil, "2022-07-27T19:35:05Z"},
		{"Tue, 09 Sep 2025 10:15:30 UTC-03:30", nil, "2025-09-09T13:45:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 -700", nil, "2025-09-09T17:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 --0700", nil, "2025-09-09T17:15:30Z"},
		{"Tuesday, 09-Sep-25 10:15:30 EST", nil, "2025-09-09T15:15:30Z"},
		{"Tue Sep  9 10:15:30 2025", nil, "2025-09-09T10:15:30Z"},
		{"Tue Sep 9 10:15:30 EDT 2025", nil, "2025-09-09T14:15:30Z"},
		{"Tue Sep 09 10:15:30 -0700 2025", nil, "2025-09-09T17:15:30Z"},
		{"Tue Sep 09 2025 10:15:30 GMT-0700 (Pacific Daylight Time)", nil, "2025-09-09T17:15:30Z"},
		{"Tue, 09 Sep 2025 24:00:00 +0000", nil, "2025-09-10T00:00:00Z"},
		{"Sat, 31 Dec 2016 23:59:60 +0000", nil, "2016-12-31T23:59:59Z"},
		{"Mon, 26 Feb 87 15:01:01 +0000", nil, "1987-02-26T15:01:01Z"},
		// RFC 3339 and ISO 8601
		{"2025-09-09T10:15:30Z", nil, "2025-09-09T10:15:30Z"},
		{"2025-09-09t10:15:30z", nil, "2025-09-09T10:15:30Z"},
		{"2025-09-09T10:15:30.123+04:00", nil, "2025-09-09T06:15:30.123Z"},
		{"2025-09-09T10:15:30,5+04", nil, "2025-09-09T06:15:30.5Z"},
		{"2025-09-09T10:15+0400", nil, "2025-09-09T06:15:00Z"},
		{"2025-09-09 10:15:30 +0400", nil, "2025-09-09T06:15:30Z"},
		{"2025-9-9 1:05", nil, "2025-09-09T01:05:00Z"},
		{"20250909T101530Z", nil, "2025-09-09T10:15:30Z"},
		{"20250909T1015+0400", nil, "2025-09-09T06:15:00Z"},
		{"20250909", nil, "2025-09-09T00:00:00Z"},
		{"20250909101530", nil, "2025-09-09T10:15:30Z"},
		{"2025-252", nil, "2025-09-09T00:00:00Z"},
		{"2025/09/09 10:15", nil, "2025-09-09T10:15:00Z"},
		// Unix time
		{"1757412930", nil, "2025-09-09T10:15:30Z"},
		{"1757412930123", nil, "2025-09-09T10:15:30.123Z"},
		// no zone: the source's
		{"2025-09-09 10:15:30", baku, "2025-09-09T06:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30", baku, "2025-09-09T06:15:30Z"},
		{"09 Sep 2025", baku, "2025-09-08T20:00:00Z"},
		{"2025-09-09", baku, "2025-09-08T20:00:00Z"},
		// zone names of the world
		{"Tue, 09 Sep 2025 10:15:30 MSK", nil, "2025-09-09T07:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 AZT", nil, "2025-09-09T06:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 GET", nil, "2025-09-09T06:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 TRT", nil, "2025-09-09T07:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 JST", nil, "2025-09-09T01:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 KST", nil, "2025-09-09T01:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 CEST", nil, "2025-09-09T08:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 EEST", nil, "2025-09-09T07:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 PKT", nil, "2025-09-09T05:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 NPT", nil, "2025-09-09T04:30:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 AEST", nil, "2025-09-09T00:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 NZDT", nil, "2025-09-08T21:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 BRT", nil, "2025-09-09T13:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 NDT", nil, "2025-09-09T12:45:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 AKDT", nil, "2025-09-09T18:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 PST -0800", nil, "2025-09-09T18:15:30Z"},
		// ambiguous ones, by the source's zone
		{"Tue, 09 Sep 2025 10:15:30 IST", nil, "2025-09-09T04:45:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 IST", zoneNamed("IST", 5.5), "2025-09-09T04:45:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 IST", zoneNamed("IST", 2), "2025-09-09T08:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 IST", zoneNamed("Eire", 1), "2025-09-09T09:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 CST", nil, "2025-09-09T16:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 CST", zoneNamed("CST", 8), "2025-09-09T02:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 AST", zoneNamed("+03", 3), "2025-09-09T07:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 AMT", zoneNamed("-04", -4), "2025-09-09T14:15:30Z"},
		{"Tue, 09 Sep 2025 10:15:30 BST", zoneNamed("+06", 6), "2025-09-09T04:15:30Z"},
		// in words
		{"September 9, 2025 10:15 AM", nil, "2025-09-09T10:15:00Z"},
		{"Sept. 9, 2025, 10:15 p.m. EDT", nil, "2025-09-10T02:15:00Z"},
		{"Sep 9, 2025 12:05 am", nil, "2025-09-09T00:05:00Z"},
		{"9th of September 2025 at 3pm", nil, "2025-09-09T15:00:00Z"},
		{"10:15 09.09.2025 +0400", nil, "2025-09-09T06:15:00Z"},
		{"9.9.2025 10:15", nil, "2025-09-09T10:15:00Z"},
		{"23/09/2025 10:15", nil, "2025-09-23T10:15:00Z"},
		{"09/23/2025 10:15 PM", nil, "2025-09-23T22:15:00Z"},
		// in other languages
		{"Вт, 09 сентября 2025 10:15:30 +0300", nil, "2025-09-09T07:15:30Z"},
		{"9 сентября 2025 г., 10:15", baku, "2025-09-09T06:15:00Z"},
		{"9 вересня 2025 року о 10:15", nil, "2025-09-09T10:15:00Z"},
		{"9 Eylül 2025 Salı 10:15", nil, "2025-09-09T10:15:00Z"},
		{"09 Sentyabr 2025 10:15", baku, "2025-09-09T06:15:00Z"},
		{"9 de septiembre de 2025 10:15", nil, "2025-09-09T10:15:00Z"},
		{"9 de setembro de 2025 às 10h15", nil, "2025-09-09T10:15:00Z"},
		{"mar, 09 sep 2025 10:15:00 +0200", nil, "2025-09-09T08:15:00Z"},
		{"mardi 9 septembre 2025 10h15", nil, "2025-09-09T10:15:00Z"},
		{"Di, 09 Sep 2025 10:15:30 +0200", nil, "2025-09-09T08:15:30Z"},
		{"9. März 2025 um 10:15 Uhr", nil, "2025-03-09T10:15:00Z"},
		{"9 września 2025 10:15", nil, "2025-09-09T10:15:00Z"},
		{"2025. szeptember 9. 10:15", nil, "2025-09-09T10:15:00Z"},
		{"Τρι, 09 Σεπ 2025 10:15:00 EEST", nil, "2025-09-09T07:15:00Z"},
		{"9 سبتمبر 2025 10:15", nil, "2025-09-09T10:15:00Z"},
		{"9 სექტემბერი 2025 10:15", nil, "2025-09-09T10:15:00Z"},
		{"2025年9月9日 10:15", zoneNamed("JST", 9), "2025-09-09T01:15:00Z"},
		{"2025년 9월 9일 오후 3:15", zoneNamed("KST", 9), "2025-09-09T06:15:00Z"},
		// never invented
		{"", nil, ""},
		{"today", nil, ""},
		{"3/4/2025", nil, ""},
		{"03-04-2025 10:15", nil, ""},
		{"2025", nil, ""},
		{"2025-09", nil, ""},
		{"September 2025", nil, ""},
		{"Tue, 30 Feb 2025 10:15:30 GMT", nil, ""},
		{"Tue, 09 Sep 2025 25:15:30 GMT", nil, ""},
		{"Tue, 09 Sep 2025 10:75:30 GMT", nil, ""},
		{"Tue, 09 Sep 2025 10:15:30 XYZ", nil, ""},
		{"Tue, 09 Sep 2025 10:15:30 +2500", nil, ""},
		{"0001-01-01T00:00:00Z", nil, ""},
		{"1970-01-01T00:00:00Z", nil, ""},
		{"0", nil, ""},
		{"0000-00-00 00:00:00", nil, ""},
		{"Tue, 09 Foo 2025 10:15:30 GMT", nil, ""},
		{"2568-09-09", nil, ""},
	} {
		got, err := parseDate(c.text, c.zone)
		s := ""
		if err == nil {
			s = got.Format(time.RFC3339Nano)
		}
		if s != c.want {
			t.Errorf("%q in %v: got %q, want %q", c.text, c.zone, s, c.want)
		}
	}
}

func FuzzDate(f *testing.F) {
	for _, s := range []string{"Tue, 09 Sep 2025 10:15:30 +0400", "2025-09-09T10:15:30.5Z", "20250909T1015", "1757412930", "9 de setembro de 2025 às 10h15", "2025年9月9日", "3pm", "Mon, 2 Jan 06 a.m. (EST", "15h"} {
		f.Add(s, 4)
	}
	f.Fuzz(func(t *testing.T, s string, hours int) {
		zone := zoneNamed("X", float64(hours%14))
		got, err := parseDate(s, zone)
		if err != nil {
			return
		}
		if got.Location() != time.UTC || got.Year() < minYear || got.Year() > maxYear {
			t.Fatalf("%q is %v", s, got)
		}
		again, err := parseDate(got.Format(time.RFC3339Nano), zone)
		if err != nil || !again.Equal(got) {
			t.Fatalf("%q is %v, and that is %v, %v", s, got, again, err)
		}
	})
}

func BenchmarkDate(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		parseDate("Tue, 09 Sep 2025 10:15:30 +0400", nil)
		parseDate("2025-09-09T10:15:30Z", nil)
	}
}
