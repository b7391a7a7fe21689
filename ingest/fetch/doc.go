// Package fetch asks servers politely and takes their answers warily: one
// conditional GET at a time and with a gap for each host and registered
// domain, permanent and temporary redirects told apart, every stage under a
// deadline, every body bounded after unpacking, and no address asked that is
// not global unicast unless that was allowed.
//
// It knows nothing of feeds. What a request sends is what its caller put
// there: no cookies, no Referer, nothing added to the address, and validators
// only to the address that gave them.
package fetch
