package document

import "testing"

// The vectors are those of the reference implementation of XXH64, so nodes of
// any release agree on what they know.
func TestHashIsXXH64(t *testing.T) {
	for _, c := range []struct {
		in   string
		want uint64
	}{
		{"", 0xef46db3751d8e999},
		{"a", 0xd24ec4f1a98c6e5b},
		{"as", 0x1c330fb2d66be179},
		{"asd", 0x631c37ce72a97393},
		{"asdf", 0x415872f599cea71e},
		{"Call me Ishmael. Some years ago--never mind how long precisely-", 0x02a2e85470d6fd96},
	} {
		if got := hash([]byte(c.in), 0); got != c.want {
			t.Errorf("hash(%q) = %#x, want %#x", c.in, got, c.want)
		}
	}
}
