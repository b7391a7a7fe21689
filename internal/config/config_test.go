package config
import ("testing";"errors";"github.com/datelinewire/dateline/feed/topic")
func TestTry(t *testing.T){
 _, err := Parse("x.yaml", []byte(`site: {title: x, ulr: "https://a"}
listen: 8080
defaults: {every: 15}
sources:
  - name: Trend AZ
    url: www.trend.az/x
    timezone: Asia/baku
    evry: 5m
    rights: {publish: ful}
  - {name: a, url: 'ftp://x'}
  - name: a
topics:
  - name: t
    match: >-
      (a OR b) AND
      "c d" foo:bar
  - {name: u, match: 'a ''b" (c'}
`), func(s string) error { _, err := topic.Parse(s); return err })
 var ps Problems
 t.Log(errors.As(err,&ps), err)
}
